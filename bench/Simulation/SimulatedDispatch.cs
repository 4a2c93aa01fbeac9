using System.Collections.Concurrent;
using System.Threading.Channels;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using ScfAspire.Contracts.Internal.V1;
using ScfAspire.ServiceDefaults;

namespace ScfAspire.Bench.Simulation;

/// <summary>A Dispatch process as the Scheduler sees it: states demand, holds leases and renews them.</summary>
internal sealed class SimulatedDispatch : IAsyncDisposable
{
    private const int RenewedAtOnce = 1_000;
    private const int MostTogether = 256;
    private static readonly TimeSpan RenewInterval = TimeSpan.FromSeconds(5);

    private readonly GrpcChannel _channel;
    private readonly AsyncDuplexStreamingCall<LeaseRequests, LeaseResponses> _call;
    private readonly Channel<LeaseRequest> _requests = Channel.CreateUnbounded<LeaseRequest>(new UnboundedChannelOptions { SingleReader = true });
    private readonly CancellationTokenSource _ended = new();
    private readonly ConcurrentDictionary<string, LeaseGranted> _held = new();
    private readonly List<Task> _loops;
    private long _renewed;

    public SimulatedDispatch(InternalKey key, string scheduler)
    {
        _channel = GrpcChannel.ForAddress(scheduler);
        _call = new Leases.LeasesClient(_channel.Intercept(new InternalKeyClientInterceptor(key))).Lease();
        _requests.Writer.TryWrite(new LeaseRequest { Hello = new LeaseHello { DispatchId = Guid.NewGuid().ToString("N"), Service = "bench" } });
        _loops = [SendAsync(), ReadAsync(), RenewAsync()];
    }

    /// <summary>Gets each lease as it is granted.</summary>
    public Channel<LeaseGranted> Granted { get; } = Channel.CreateUnbounded<LeaseGranted>();

    /// <summary>Renewals that were confirmed.</summary>
    public long Renewed => Interlocked.Read(ref _renewed);

    /// <summary>Refusals and revocations: there are to be none.</summary>
    public ConcurrentQueue<string> Faults { get; } = new();

    public ICollection<string> Held => _held.Keys;

    public void Demand(string function, int level) => Send(new LeaseRequest
    {
        Demand = new Demand
        {
            SpecId = $"{function}/1/1", Concurrency = level, Key = new FunctionKey { Namespace = "default", Function = function },
            Version = new VersionRoute { SpecId = $"{function}/1/1", Runtime = "Nodejs20.19", MemoryMb = 128, InitTimeoutMs = 10_000, TimeoutMs = 3_000, InstanceConcurrency = 1, Status = "Active" },
        },
    });

    /// <summary>Gives a lease back.</summary>
    /// <param name="lease">Its id.</param>
    /// <param name="discard">Its instance is to end.</param>
    public void Release(string lease, bool discard = false)
    {
        _held.TryRemove(lease, out _);
        Send(new LeaseRequest { Release = new ReleaseLease { LeaseId = lease, Discard = discard, Reason = discard ? "the bench has done with it" : "" } });
    }

    /// <summary>Asks for the renewal of every lease at once.</summary>
    public void RenewAll()
    {
        foreach (var some in _held.Keys.Chunk(RenewedAtOnce)) Send(new LeaseRequest { Renew = new RenewLeases { LeaseIds = { some } } });
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        _call.Dispose();
        foreach (var loop in _loops) await loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _channel.Dispose();
        _ended.Dispose();
    }

    private void Send(LeaseRequest request) => _requests.Writer.TryWrite(request);

    private async Task SendAsync()
    {
        while (await _requests.Reader.WaitToReadAsync(_ended.Token))
        {
            var together = new LeaseRequests();
            while (together.Requests.Count < MostTogether && _requests.Reader.TryRead(out var request))
            {
                together.Requests.Add(request);
                if (request.KindCase == LeaseRequest.KindOneofCase.Renew) break;
            }

            await _call.RequestStream.WriteAsync(together, _ended.Token);
        }
    }

    private async Task ReadAsync()
    {
        await foreach (var together in _call.ResponseStream.ReadAllAsync(_ended.Token))
        {
            foreach (var response in together.Responses) Take(response);
        }
    }

    private void Take(LeaseResponse response)
    {
        switch (response.KindCase)
        {
            case LeaseResponse.KindOneofCase.Granted:
                _held[response.Granted.LeaseId] = response.Granted;
                Granted.Writer.TryWrite(response.Granted);
                break;
            case LeaseResponse.KindOneofCase.Renewed:
                Interlocked.Add(ref _renewed, response.Renewed.LeaseIds.Count);
                break;
            case LeaseResponse.KindOneofCase.Revoked:
                if (_held.TryRemove(response.Revoked.LeaseId, out _)) Faults.Enqueue($"lease {response.Revoked.LeaseId} was revoked: {response.Revoked.Reason}");
                break;
            case LeaseResponse.KindOneofCase.Refused:
                Faults.Enqueue($"{response.Refused.SpecId} was refused with {response.Refused.StatusCode}: {response.Refused.Message}");
                Granted.Writer.TryComplete(new BenchException($"{response.Refused.SpecId} was refused with {response.Refused.StatusCode}: {response.Refused.Message}"));
                break;
        }
    }

    private async Task RenewAsync()
    {
        while (true)
        {
            await Task.Delay(RenewInterval, _ended.Token);
            RenewAll();
        }
    }
}
