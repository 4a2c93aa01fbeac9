using Npgsql;
using ScfAspire.Trigger.Queue.Store;

namespace ScfAspire.Trigger.Queue.Ownership;

/// <summary>The connection that proves that this process lives (by a session lock) and hears of waiting events.</summary>
public sealed partial class OwnerSession(
    SessionString session, OwnerIdentity owner, Signal wake, QueueOptions options, TimeProvider time, ILogger<OwnerSession> logger)
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(500);
    private readonly TaskCompletionSource _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the owner is known to the others.</summary>
    public Task Entered => _entered.Task;

    /// <summary>Whether the session stands right now.</summary>
    public bool IsOpen { get; private set; }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await HoldAsync(cancellationToken);
            }
            catch (Exception e) when (e is NpgsqlException or TimeoutException or IOException)
            {
                LogBroken(e.Message);
            }
            finally
            {
                IsOpen = false;
            }
            await Task.Delay(RetryDelay, time, cancellationToken);
        }
    }

    private async Task HoldAsync(CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(session.Value);
        await connection.OpenAsync(cancellationToken);
        connection.Notification += (_, _) => wake.Set();
        await OwnerStore.EnterAsync(connection, owner.Id, time.GetUtcNow() + options.Lease, cancellationToken);
        await using (var listen = new NpgsqlCommand($"LISTEN {EventStore.Channel}", connection))
            await listen.ExecuteNonQueryAsync(cancellationToken);
        IsOpen = true;
        // While there was no session others may have taken this process for dead, and signals went unheard.
        if (_entered.Task.IsCompleted) owner.Doubt();
        _entered.TrySetResult();
        wake.Set();
        while (true) await connection.WaitAsync(cancellationToken);
    }

    [LoggerMessage(1, LogLevel.Warning, "The queue's session with Postgres broke, opening another: {Reason}")]
    private partial void LogBroken(string reason);
}
