using Grpc.Core;
using Microsoft.Extensions.Options;

namespace ScfAspire.RuntimeAgent.Records;

/// <summary>Sends what the spool holds to Metering, one batch at a time, until it is told that the batch is stored.</summary>
internal sealed partial class RecordShipper(RecordSpool spool, IRecordSink sink, IOptions<RecordSpoolOptions> options, TimeProvider time, ILogger<RecordShipper> logger)
    : BackgroundService
{
    private static readonly TimeSpan FirstBackoff = TimeSpan.FromMilliseconds(50);

    private readonly ILogger<RecordShipper> _logger = logger;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await spool.WaitForRecordsAsync(stoppingToken);
            if (spool.WaitingBytes < options.Value.BatchBytes) await Task.Delay(options.Value.Linger, time, stoppingToken);
            await ShipAllAsync(stoppingToken);
        }
    }

    /// <summary>Stops sending as usual, then sends what is left for at most <see cref="RecordSpoolOptions.DrainOnStop"/>.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await DrainAsync();
    }

    private async Task ShipAllAsync(CancellationToken cancellationToken)
    {
        while (spool.TakeBatch() is { } batch)
        {
            await StoreAsync(batch, cancellationToken);
            spool.Acknowledge(batch);
            RecordInstruments.Shipped.Add(batch.Count);
        }
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
