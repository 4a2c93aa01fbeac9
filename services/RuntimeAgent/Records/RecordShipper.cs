using Grpc.Core;
using Microsoft.Extensions.Options;

namespace ScfAspire.RuntimeAgent.Records;

/// <summary>
/// Sends what the spool holds to Metering, one batch at a time, until it is told that the batch is stored. The first records after a quiet time go
/// soon; under load they gather, since most of a batch's cost does not depend on how many records it has.
/// </summary>
internal sealed partial class RecordShipper(RecordSpool spool, IRecordSink sink, IOptions<RecordSpoolOptions> options, TimeProvider time, ILogger<RecordShipper> logger)
    : BackgroundService
{
    private static readonly TimeSpan FirstBackoff = TimeSpan.FromMilliseconds(50);

    private readonly ILogger<RecordShipper> _logger = logger;
    private long? _stored;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await spool.WaitForRecordsAsync(stoppingToken);
            await GatherAsync(stoppingToken);
            await ShipBatchAsync(stoppingToken);
        }
    }

    private async Task GatherAsync(CancellationToken cancellationToken)
    {
        var wait = options.Value.Linger;
        if (_stored is { } stored && options.Value.BatchInterval - time.GetElapsedTime(stored) is var rest && rest > wait) wait = rest;
        if (wait <= TimeSpan.Zero) return;
        await Task.WhenAny(spool.WhenBatchIsFull(), Task.Delay(wait, time, cancellationToken));
        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>Stops sending as usual, then sends what is left for at most <see cref="RecordSpoolOptions.DrainOnStop"/>.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await DrainAsync();
    }

    private async Task ShipAllAsync(CancellationToken cancellationToken)
    {
        while (await ShipBatchAsync(cancellationToken))
        {
        }
    }

    private async Task<bool> ShipBatchAsync(CancellationToken cancellationToken)
    {
        if (spool.TakeBatch() is not { } batch) return false;
        await StoreAsync(batch, cancellationToken);
        _stored = time.GetTimestamp();
        spool.Acknowledge(batch);
        RecordInstruments.Shipped.Add(batch.Count);
        return true;
    }

    private async Task StoreAsync(SpoolBatch batch, CancellationToken cancellationToken)
    {
        var backoff = FirstBackoff;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await sink.StoreAsync(batch, cancellationToken);
                if (attempt > 1) LogStoredAtLast(batch.Epoch, batch.Sequence, attempt);
                return;
            }
            catch (RpcException e) when (!cancellationToken.IsCancellationRequested)
            {
                // The first failure, then with every doubling: an outage must not flood the log.
                if ((attempt & (attempt - 1)) == 0) LogNotStored(batch.Epoch, batch.Sequence, batch.Count, attempt, e.Status.Detail, e.StatusCode);
                RecordInstruments.Retries.Add(1);
            }
            catch (RpcException e)
            {
                throw new OperationCanceledException(e.Message, e, cancellationToken);
            }

            await Task.Delay(backoff, time, cancellationToken);
            backoff = TimeSpan.FromTicks(Math.Min(backoff.Ticks * 2, options.Value.MaxBackoff.Ticks));
        }
    }

    private async Task DrainAsync()
    {
        using var deadline = new CancellationTokenSource(options.Value.DrainOnStop, time);
        try
        {
            await ShipAllAsync(deadline.Token);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            LogLeft(spool.WaitingBytes);
        }
    }
}
