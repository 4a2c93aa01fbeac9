using Npgsql;

namespace ScfAspire.Api.Store;

/// <summary>
/// Waits until commits that did not wait themselves are durable. Whatever Postgres has logged before a commit that waits is durable with it, so one such
/// commit stands for all writers that have come to wait meanwhile. It also tells every replica up to which revision they have written.
/// </summary>
internal sealed class CommitFlush(NpgsqlDataSource source)
{
    // A transaction that logs something, and so is worth waiting for; nobody reads the message.
    private const string Sql = "SELECT pg_logical_emit_message(true, 'scf', '')";

    // Told by the same commit: who hears of a revision need not ask whether it is durable.
    private const string SqlWithNotice = $"{Sql}, pg_notify('{ControlTransaction.ChangeChannel}', $1)";

    private readonly Lock _lock = new();
    private Task _running = Task.CompletedTask;
    private Group? _next;
    private long _durable;

    /// <summary>The highest revision that is known to be durable, and so are all below it: revisions are committed in their order. 0 before the first.</summary>
    public long Durable => Interlocked.Read(ref _durable);

    /// <summary>Completes when everything that had been committed by the time of this call is durable; fails where Postgres does not say so.</summary>
    /// <param name="revision">What the caller has written, to be told to all; 0 for nothing.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task WaitAsync(long revision, CancellationToken cancellationToken)
    {
        Group next;
        // The one that is on its way may have been too early for us: the next is right for all who come until it starts.
        lock (_lock)
        {
            if (_next is null)
            {
                _next = new Group();
                _next.Done = RunAfterAsync(_running, _next);
            }

            next = _next;
            next.Revision = Math.Max(next.Revision, revision);
        }

        return next.Done.WaitAsync(cancellationToken);
    }

    /// <summary>Another process has made a revision durable.</summary>
    public void Learn(long revision)
    {
        lock (_lock) Interlocked.Exchange(ref _durable, Math.Max(_durable, revision));
    }

    private async Task RunAfterAsync(Task former, Group group)
    {
        await former.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        lock (_lock) (_running, _next) = (group.Done, null);
        await using var connection = await source.OpenConnectionAsync();
        await using var command = new NpgsqlCommand(group.Revision > 0 ? SqlWithNotice : Sql, connection);
        if (group.Revision > 0) command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = group.Revision.ToString(System.Globalization.CultureInfo.InvariantCulture) });
        await command.ExecuteNonQueryAsync();
        Learn(group.Revision);
    }

    private sealed class Group
    {
        public Task Done { get; set; } = Task.CompletedTask;

        /// <summary>The highest that those who wait have written; 0 for none.</summary>
        public long Revision { get; set; }
    }
}
