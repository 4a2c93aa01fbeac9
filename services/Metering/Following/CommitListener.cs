using Npgsql;

namespace ScfAspire.Metering.Following;

/// <summary>
/// Listens for the commits of all replicas and wakes the followers of this one. Who only listens does not notice that the other end is gone: after a
/// silence the connection has to answer a question, or another takes its place.
/// </summary>
public sealed partial class CommitListener(
    NpgsqlDataSource dataSource, RecordFeed feed, MeteringReadiness readiness, MeteringOptions options, TimeProvider time, ILogger<CommitListener> logger)
    : BackgroundService
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await readiness.Ready.WaitAsync(stoppingToken);
            while (true)
            {
                try
                {
                    await ListenAsync(stoppingToken);
                }
                catch (Exception e) when (e is NpgsqlException or IOException or TimeoutException)
                {
                    LogBroken(e.Message);
                }
                await Task.Delay(RetryDelay, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            LogStopped();
        }
    }

    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        connection.Notification += (_, notification) => feed.Wake(notification.Payload);
        await using (var listen = new NpgsqlCommand($"LISTEN {RecordFeed.Channel}", connection))
            await listen.ExecuteNonQueryAsync(cancellationToken);
        // Commits from before this LISTEN may have gone unnoticed.
        feed.Wake(null);
        await using var ping = new NpgsqlCommand("SELECT 1", connection) { CommandTimeout = (int)Math.Ceiling(options.ListenerPatience.TotalSeconds) };
        while (true)
        {
            if (!await connection.WaitAsync(options.ListenerPing, cancellationToken)) await ping.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "The connection that listens for commits broke: {Reason}")]
    private partial void LogBroken(string reason);

    [LoggerMessage(2, LogLevel.Information, "Listening for commits has stopped")]
    private partial void LogStopped();
}
