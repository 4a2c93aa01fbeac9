using System.Threading.Channels;
using Grpc.Core;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ScfAspire.Contracts.Internal.V1;

namespace ScfAspire.Dispatch.Leases;

/// <summary>
/// The one stream to the Scheduler. Leases go on being used while it is lost; after a reconnect everything is stated anew: who we are, every demand,
/// every lease.
/// </summary>
internal sealed partial class SchedulerLink : BackgroundService, ISchedulerLink
{
    // More than a Scheduler that reads leaves waiting: beyond it the stream ends, and everything is stated anew.
    private const int MostWaiting = 65_536;
    private const int MostTogether = 256;
    private const int LeasesTogether = 1_000;

    private readonly LeasePools _pools;
    private readonly ScfAspire.Contracts.Internal.V1.Leases.LeasesClient _client;
    private readonly DispatchIdentity _identity;
    private readonly DispatchOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<SchedulerLink> _logger;
    private volatile Outbox? _outbox;
    private Task _sending = Task.CompletedTask;
    private long _lostSince;

    public SchedulerLink(
        LeasePools pools, ScfAspire.Contracts.Internal.V1.Leases.LeasesClient client, DispatchIdentity identity,
        IOptions<DispatchOptions> options, TimeProvider time, ILogger<SchedulerLink> logger)
    {
        (_pools, _client, _identity, _options, _time, _logger) = (pools, client, identity, options.Value, time, logger);
        _lostSince = time.GetTimestamp();
        pools.Scheduler = this;
    }

    public bool IsConnected => _outbox is not null;

    public void StateDemand(SpecPool pool) => _outbox?.Send(DemandOf(pool));

    public void Release(string leaseId, SlotEnd end, string reason) => _outbox?.Send(new LeaseRequest
    {
        Release = new ReleaseLease { LeaseId = leaseId, Discard = end == SlotEnd.Discard, Lapse = end == SlotEnd.Lapse, Reason = reason },
    });

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        foreach (var pool in _pools.All) pool.Close();
        _outbox?.Complete();
        await Task.WhenAny(_sending, Task.Delay(TimeSpan.FromSeconds(1), _time, cancellationToken));
        await base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var sweeping = SweepAsync(stoppingToken);
        var backoff = new Backoff(_time);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ConnectAsync(backoff, stoppingToken);
            }
            catch (Exception e) when (e is RpcException or InvalidOperationException or IOException or OperationCanceledException)
            {
                if (stoppingToken.IsCancellationRequested) break;
                LogLost(e.Message);
            }

            if (!await backoff.WaitAsync(stoppingToken)) break;
        }

        await sweeping;
    }

    private async Task ConnectAsync(Backoff backoff, CancellationToken stoppingToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        using var call = _client.Lease(cancellationToken: ended.Token);
        // Headers come at once from a Scheduler that took the call: only then is there somebody to state a demand to.
        await call.RequestStream.WriteAsync(
            new LeaseRequests { Requests = { new LeaseRequest { Hello = new LeaseHello { DispatchId = _identity.Id, Service = _identity.Service } } } }, ended.Token);
        await call.ResponseHeadersAsync;
        backoff.Reset();
        var outbox = new Outbox(ended);
        _outbox = outbox;
        Volatile.Write(ref _lostSince, 0);
        LogConnected();
        try
        {
            Renew(outbox);
            foreach (var pool in _pools.All)
            {
                if (pool.Stated > 0) outbox.Send(DemandOf(pool));
            }

            _sending = SendAsync(call, outbox, ended);
            try
            {
                await ReceiveAsync(call, ended.Token);
            }
            finally
            {
                await ended.CancelAsync();
                await _sending;
            }
        }
        finally
        {
            _outbox = null;
            outbox.Complete();
            Volatile.Write(ref _lostSince, _time.GetTimestamp());
        }
    }

    private static async Task SendAsync(AsyncDuplexStreamingCall<LeaseRequests, LeaseResponses> call, Outbox outbox, CancellationTokenSource ended)
    {
        try
        {
            while (await outbox.TakeAsync(ended.Token) is { } together) await call.RequestStream.WriteAsync(together, ended.Token);
            await call.RequestStream.CompleteAsync();
        }
        catch (Exception e) when (e is RpcException or InvalidOperationException or IOException or OperationCanceledException)
        {
            // The receiving side sees the same end and reports it.
            await ended.CancelAsync();
        }
    }

    private async Task ReceiveAsync(AsyncDuplexStreamingCall<LeaseRequests, LeaseResponses> call, CancellationToken cancellationToken)
    {
        await foreach (var together in call.ResponseStream.ReadAllAsync(cancellationToken))
        {
            foreach (var response in together.Responses) Take(response);
        }
    }

    private void Take(LeaseResponse response)
    {
        switch (response.KindCase)
        {
            case LeaseResponse.KindOneofCase.Granted:
                if (_pools.Find(response.Granted.SpecId)?.Grant(response.Granted) is null) Release(response.Granted.LeaseId, SlotEnd.GiveUp, "not wanted");
                break;
            case LeaseResponse.KindOneofCase.Revoked:
                foreach (var pool in _pools.All) pool.Revoke(response.Revoked.LeaseId);
                break;
            case LeaseResponse.KindOneofCase.Refused:
                var refused = response.Refused;
                LogRefused(refused.SpecId, refused.StatusCode, refused.Message);
                _pools.Find(refused.SpecId)?.Refuse(new Refusal(refused.StatusCode, refused.Message, refused.InitLog, refused.ErrorJson));
                break;
        }
    }

    private async Task SweepAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(_options.SweepInterval, _time);
        var renewed = _time.GetTimestamp();
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                var lostSince = Volatile.Read(ref _lostSince);
                _pools.Sweep(lostSince != 0 && _time.GetElapsedTime(lostSince) > _options.SchedulerLostLimit);
                if (_time.GetElapsedTime(renewed) < _options.RenewInterval) continue;
                renewed = _time.GetTimestamp();
                if (_outbox is { } outbox) Renew(outbox);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            return;
        }
    }

    private void Renew(Outbox outbox)
    {
        List<string> leases = [];
        foreach (var pool in _pools.All) pool.CollectLeases(leases);
        foreach (var some in leases.Chunk(LeasesTogether)) outbox.Send(new LeaseRequest { Renew = new RenewLeases { LeaseIds = { some } } });
    }

    private static LeaseRequest DemandOf(SpecPool pool) =>
        new() { Demand = new Demand { SpecId = pool.SpecId, Key = pool.Key, Version = pool.Version, Concurrency = pool.Stated } };

    /// <summary>What one stream has still to say.</summary>
    private sealed class Outbox(CancellationTokenSource ended)
    {
        private readonly Channel<LeaseRequest> _requests = Channel.CreateBounded<LeaseRequest>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });

        private volatile bool _completed;

        /// <summary>Never waits: a Scheduler that does not read loses the stream.</summary>
        public void Send(LeaseRequest request)
        {
            if (_requests.Writer.TryWrite(request) || _completed) return;
            Complete();
            try
            {
                _ = ended.CancelAsync();
            }
            catch (ObjectDisposedException)
            {
                // The stream has ended by itself.
                return;
            }
        }

        public void Complete()
        {
            _completed = true;
            _requests.Writer.TryComplete();
        }

        /// <summary>All that waits, as one message; null after the last.</summary>
        public async ValueTask<LeaseRequests?> TakeAsync(CancellationToken cancellationToken)
        {
            if (!await _requests.Reader.WaitToReadAsync(cancellationToken)) return null;
            var together = new LeaseRequests();
            while (together.Requests.Count < MostTogether && _requests.Reader.TryRead(out var request))
            {
                together.Requests.Add(request);
                // Renewals are large.
                if (request.KindCase == LeaseRequest.KindOneofCase.Renew) break;
            }

            return together;
        }
    }
}
