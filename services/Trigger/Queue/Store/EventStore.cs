using Npgsql;
using ScfAspire.Trigger.Queue.Retries;

namespace ScfAspire.Trigger.Queue.Store;

/// <summary>The queue's tables. Every statement works on a whole set; times come from the caller.</summary>
public sealed class EventStore(NpgsqlDataSource dataSource)
{
    /// <summary>Postgres channel that tells of events without an owner.</summary>
    public const string Channel = "scf_events_waiting";

    /// <summary>Inserts and commits. Returns the ids that were not there before, each with whether it now belongs to <paramref name="owner"/>.</summary>
    /// <param name="owner">Who runs the events marked as its own; they wait for any owner when this one has been declared dead.</param>
    /// <param name="events">The events, and whether the owner keeps them.</param>
    /// <param name="cancellationToken">A cancelled insert may or may not have happened.</param>
    public async Task<Dictionary<Guid, bool>> InsertAsync(
        Guid owner, IReadOnlyList<(QueuedEvent Event, bool Keep)> events, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        // The lock on the owner's row keeps a take-over from missing rows that are being inserted.
        await using var batch = new NpgsqlBatch(connection).With(
            """
            WITH me AS (SELECT owner FROM events.owners WHERE owner = $11 FOR KEY SHARE)
            INSERT INTO events.queue (request_id, namespace, function, qualifier, payload, routing_key, invoke_type, trace_parent, enqueued_at, due_at, owner)
            SELECT i, ns, fn, q, p, r, t, tp, at, at, CASE WHEN k THEN (SELECT owner FROM me) END
            FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) AS n(i, ns, fn, q, p, r, t, tp, at, k)
            ON CONFLICT (request_id) DO NOTHING RETURNING request_id, owner IS NOT NULL
            """,
            Column(item => item.Event.RequestId), Column(item => item.Event.Function.Namespace), Column(item => item.Event.Function.Function),
            Column(item => item.Event.Qualifier), Column(item => item.Event.Payload), Column(item => item.Event.RoutingKey),
            Column(item => item.Event.InvokeType), Column(item => item.Event.TraceParent), Column(item => item.Event.EnqueuedAt),
            Column(item => item.Keep), owner);
        if (events.Any(item => !item.Keep)) batch.With("SELECT pg_notify($1, '')", Channel);
        var inserted = new Dictionary<Guid, bool>(events.Count);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken)) inserted[reader.GetGuid(0)] = reader.GetBoolean(1);
        // The commit's own failure shows only when the results are read to the end.
        while (await reader.NextResultAsync(cancellationToken)) await reader.ReadAsync(cancellationToken);
        return inserted;

        T[] Column<T>(Func<(QueuedEvent Event, bool Keep), T> value) => [.. events.Select(value)];
    }

    /// <summary>Which functions have events waiting. Skips from function to function in the index, so that a long queue of one costs no more than a short one.</summary>
    public async Task<List<WaitingFunction>> FindWaitingAsync(CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(
            """
            WITH RECURSIVE f AS (
                (SELECT namespace, function, due_at FROM events.queue WHERE owner IS NULL ORDER BY namespace, function, due_at LIMIT 1)
                UNION ALL
                SELECT n.* FROM f CROSS JOIN LATERAL (
                    SELECT namespace, function, due_at FROM events.queue
                    WHERE owner IS NULL AND (namespace, function) > (f.namespace, f.function)
                    ORDER BY namespace, function, due_at LIMIT 1) AS n
            )
            SELECT namespace, function, due_at FROM f
            """);
        var waiting = new List<WaitingFunction>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            waiting.Add(new WaitingFunction(new FunctionName(reader.GetString(0), reader.GetString(1)), reader.GetFieldValue<DateTimeOffset>(2)));
        return waiting;
    }

    /// <summary>Claims due events for <paramref name="owner"/>, at most the given number of each function, oldest first.</summary>
    public async Task<List<QueuedEvent>> ClaimAsync(
        Guid owner, IReadOnlyList<(FunctionName Function, int Count)> wanted, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection).With(
            """
            WITH me AS (SELECT owner FROM events.owners WHERE owner = $4 FOR KEY SHARE)
            UPDATE events.queue AS q SET owner = me.owner
            FROM me, unnest($1, $2, $3) AS w(ns, fn, n) CROSS JOIN LATERAL (
                SELECT request_id FROM events.queue
                WHERE owner IS NULL AND namespace = w.ns AND function = w.fn AND due_at <= $5
                ORDER BY due_at LIMIT w.n FOR UPDATE SKIP LOCKED) AS c
            WHERE q.request_id = c.request_id
            RETURNING q.request_id, q.namespace, q.function, q.qualifier, q.payload, q.routing_key, q.invoke_type, q.trace_parent,
                q.enqueued_at, q.attempts, q.user_failures, q.due_at
            """,
            wanted.Select(item => item.Function.Namespace).ToArray(), wanted.Select(item => item.Function.Function).ToArray(),
            wanted.Select(item => item.Count).ToArray(), owner, now);
        var claimed = new List<(DateTimeOffset DueAt, QueuedEvent Event)>();
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            claimed.Add((reader.GetFieldValue<DateTimeOffset>(11), new QueuedEvent
            {
                RequestId = reader.GetGuid(0),
                Function = new FunctionName(reader.GetString(1), reader.GetString(2)),
                Qualifier = reader.GetString(3),
                Payload = reader.GetFieldValue<byte[]>(4),
                RoutingKey = reader.GetString(5),
                InvokeType = reader.GetString(6),
                TraceParent = reader.GetString(7),
                EnqueuedAt = reader.GetFieldValue<DateTimeOffset>(8),
                Attempts = reader.GetInt32(9),
                UserFailures = reader.GetInt32(10),
            }));
        }
        return [.. claimed.OrderBy(item => item.DueAt).Select(item => item.Event)];
    }

    /// <summary>Writes down how runs ended, in one transaction. Harmless to repeat.</summary>
    public async Task SettleAsync(IReadOnlyList<Settlement> settlements, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection);
        var again = settlements.Where(item => item.Verdict is Verdict.Again).ToArray();
        if (again.Length > 0)
        {
            // Only of the same attempt: another owner may have taken the event over and be further on.
            batch.With(
                """
                UPDATE events.queue AS q SET owner = NULL, due_at = n.due, attempts = n.attempts + 1, last_status = n.status,
                    user_failures = q.user_failures + n.failures
                FROM unnest($1, $2, $3, $4, $5) AS n(id, due, attempts, status, failures)
                WHERE q.request_id = n.id AND q.attempts = n.attempts
                """,
                again.Select(item => item.Event.RequestId).ToArray(),
                again.Select(item => ((Verdict.Again)item.Verdict).DueAt).ToArray(),
                again.Select(item => item.Event.Attempts).ToArray(),
                again.Select(item => item.StatusCode).ToArray(),
                again.Select(item => ((Verdict.Again)item.Verdict).CountsAsFailure ? 1 : 0).ToArray());
            batch.With("SELECT pg_notify($1, '')", Channel);
        }
        var dead = settlements.Where(item => item.Verdict is Verdict.Dead).ToArray();
        if (dead.Length > 0)
        {
            batch.With(
                """
                INSERT INTO events.dead (request_id, namespace, function, qualifier, payload, invoke_type, enqueued_at, died_at, attempts, status_code, error_message, reason)
                SELECT q.request_id, q.namespace, q.function, q.qualifier, q.payload, q.invoke_type, q.enqueued_at, $6, n.attempts, n.status, n.error, n.reason
                FROM unnest($1, $2, $3, $4, $5) AS n(id, attempts, status, error, reason) JOIN events.queue q ON q.request_id = n.id
                ON CONFLICT (request_id) DO NOTHING
                """,
                dead.Select(item => item.Event.RequestId).ToArray(),
                dead.Select(item => item.Event.Attempts + 1).ToArray(),
                dead.Select(item => item.StatusCode).ToArray(),
                // Postgres has no NUL in texts, a stack trace may have.
                dead.Select(item => item.ErrorMessage.Replace("\0", "", StringComparison.Ordinal)).ToArray(),
                dead.Select(item => ((Verdict.Dead)item.Verdict).Reason).ToArray(),
                now);
        }
        var ended = settlements.Where(item => item.Verdict is not Verdict.Again).Select(item => item.Event.RequestId).ToArray();
        if (ended.Length > 0) batch.With("DELETE FROM events.queue WHERE request_id = ANY($1)", ended);
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Gives events that did not run back to any owner.</summary>
    public async Task ReleaseAsync(Guid owner, IReadOnlyCollection<Guid> requestIds, CancellationToken cancellationToken)
    {
        if (requestIds.Count == 0) return;
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection)
            .With("UPDATE events.queue SET owner = NULL WHERE owner = $1 AND request_id = ANY($2)", owner, requestIds.ToArray())
            .With("SELECT pg_notify($1, '')", Channel);
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>The ids that the table says are this owner's.</summary>
    public async Task<List<Guid>> OwnedAsync(Guid owner, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand("SELECT request_id FROM events.queue WHERE owner = $1");
        command.Parameters.Add(new NpgsqlParameter { Value = owner });
        var owned = new List<Guid>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken)) owned.Add(reader.GetGuid(0));
        return owned;
    }

    /// <summary>Null when the event has ended well, or was never accepted.</summary>
    public async Task<EventState?> FindAsync(Guid requestId, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(
            """
            SELECT false, attempts, last_status FROM events.queue WHERE request_id = $1
            UNION ALL SELECT true, attempts, status_code FROM events.dead WHERE request_id = $1
            """);
        command.Parameters.Add(new NpgsqlParameter { Value = requestId });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? new EventState(reader.GetBoolean(0), reader.GetInt32(1), reader.GetInt32(2)) : null;
    }

    /// <summary>Forgets dead events from before <paramref name="before"/>.</summary>
    public async Task PurgeDeadAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand("DELETE FROM events.dead WHERE died_at < $1");
        command.Parameters.Add(new NpgsqlParameter { Value = before });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
