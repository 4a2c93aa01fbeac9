using System.Threading.Channels;
using Grpc.Core;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ScfAspire.Contracts.Internal.V1;
using ScfAspire.Dispatch.Links;

namespace ScfAspire.Dispatch.Records;

/// <summary>Sends records to Metering, one numbered batch after the other, each until it is acknowledged.</summary>
internal sealed partial class RecordOutbox(
    RecordIngest.RecordIngestClient metering, DispatchIdentity identity, IOptions<DispatchOptions> options, TimeProvider time, ILogger<RecordOutbox> logger)
    : BackgroundService, ICallRecords
{
    private static readonly TimeSpan AppendTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LastSend = TimeSpan.FromSeconds(3);

    private readonly Channel<InvocationRecord> _waiting = Channel.CreateBounded<InvocationRecord>(
        new BoundedChannelOptions(options.Value.RecordLimit) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true },
        _ => RecordDropped(logger));

    private AppendRecordsRequest? _batch;
    private long _sequence;

    public void Add(InvocationRecord record) => _waiting.Writer.TryWrite(record);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        using var last = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        last.CancelAfter(LastSend);
        while (NextBatch() is { } batch && await SendAsync(batch, last.Token)) _batch = null;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var backoff = new Backoff(time);
        try
        {
            while (await _waiting.Reader.WaitToReadAsync(stoppingToken))
            {
                while (NextBatch() is { } batch)
                {
                    if (!await SendAsync(batch, stoppingToken))
                    {
                        if (!await backoff.WaitAsync(stoppingToken)) return;
                        continue;
                    }

                    _batch = null;
                    backoff.Reset();
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            return;
        }
    }

    // A batch keeps its number and its content until it is acknowledged, so that sending it twice counts once.
    private AppendRecordsRequest? NextBatch()
    {
        if (_batch is not null) return _batch;
        if (!_waiting.Reader.TryPeek(out _)) return null;
        _batch = new AppendRecordsRequest { Source = identity.Id, Epoch = identity.Epoch, Sequence = ++_sequence };
        while (_batch.Records.Count < options.Value.RecordBatch && _waiting.Reader.TryRead(out var record)) _batch.Records.Add(record);
        return _batch;
    }

    private async Task<bool> SendAsync(AppendRecordsRequest batch, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await metering.AppendAsync(batch, deadline: time.GetUtcNow().Add(AppendTimeout).UtcDateTime, cancellationToken: cancellationToken);
            return answer.AcknowledgedSequence >= batch.Sequence;
        }
        catch (RpcException e)
        {
            LogNotStored(batch.Records.Count, e.Status.Detail);
            return false;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
