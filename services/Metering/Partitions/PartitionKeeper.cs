using Npgsql;
using ScfAspire.Metering.Schema;

namespace ScfAspire.Metering.Partitions;

/// <summary>Opens the store (schema, partitions), then makes and drops partitions as the days pass.</summary>
public sealed partial class PartitionKeeper(
    SchemaMigration migration, PartitionStore partitions, MeteringReadiness readiness, TimeProvider time, ILogger<PartitionKeeper> logger)
    : BackgroundService
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await UntilDoneAsync(migration.RunAsync, stoppingToken);
            while (true)
            {
                await UntilDoneAsync(partitions.RollAsync, stoppingToken);
                readiness.SetReady();
                await Task.Delay(UntilMidnight(), time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            LogStopped();
        }
    }

    /// <summary>A little past midnight UTC; partitions are made days ahead, so the exact moment does not matter.</summary>
    private TimeSpan UntilMidnight()
    {
        var now = time.GetUtcNow();
        return now.UtcDateTime.Date.AddDays(1) - now.UtcDateTime + TimeSpan.FromSeconds(5);
    }

    private async Task UntilDoneAsync(Func<CancellationToken, Task> step, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await step(cancellationToken);
                return;
            }
            catch (Exception e) when (e is NpgsqlException or TimeoutException or IOException or InvalidOperationException)
            {
                LogNotYet(e.Message);
                await Task.Delay(RetryDelay, time, cancellationToken);
            }
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "The store cannot be prepared yet, trying again: {Reason}")]
    private partial void LogNotYet(string reason);

    [LoggerMessage(2, LogLevel.Information, "Partition keeping has stopped")]
    private partial void LogStopped();
}
