using Npgsql;

namespace ScfAspire.Api.Store;

/// <summary>
/// Waits until commits that did not wait themselves are durable. Whatever Postgres has logged before a commit that waits is durable with it, so one such
/// commit stands for all writers that have come to wait meanwhile.
/// </summary>
internal sealed class CommitFlush(NpgsqlDataSource source)
{
    // A transaction that logs something, and so is worth waiting for; nobody reads the message.
    private const string Sql = "SELECT pg_logical_emit_message(true, 'scf', '')";

    private readonly Lock _lock = new();
    private Task _running = Task.CompletedTask;
    private Task? _next;

    /// <summary>Completes when everything that had been committed by the time of this call is durable; fails where Postgres does not say so.</summary>
    public Task WaitAsync(CancellationToken cancellationToken)
    {
        Task next;
        // The one that is on its way may have been too early for us: the next is right for all who come until it starts.
        lock (_lock) next = _next ??= RunAfterAsync(_running);
        return next.WaitAsync(cancellationToken);
    }

    private async Task RunAfterAsync(Task former)
    {
        await former.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        lock (_lock) (_running, _next) = (_next!, null);
        await using var connection = await source.OpenConnectionAsync();
        await using var command = new NpgsqlCommand(Sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
