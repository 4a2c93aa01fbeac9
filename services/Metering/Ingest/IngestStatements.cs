using Npgsql;
using NpgsqlTypes;

namespace ScfAspire.Metering.Ingest;

/// <summary>The statements around one ingest transaction, each over whole sets.</summary>
internal static class IngestStatements
{
    /// <summary>First key of the functions' advisory locks.</summary>
    private const int LockClass = 0x4D45_5445;

    /// <summary>Locks the sources and the functions, then tells which requests were stored before and which blocks of these seconds are not yet in <paramref name="seen"/>.</summary>
    public static async Task<(bool[] Repeated, List<(SeenKey Key, long BlockId)> Unknown)> LockAndLookAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, IReadOnlyList<RecordBatch> requests,
        SeenKey[] seconds, SeenCalls seen, CancellationToken cancellationToken)
    {
        var sources = requests.Select(request => request.Source).ToArray();
        var epochs = requests.Select(request => request.Epoch).ToArray();
        await using var batch = new NpgsqlBatch(connection, transaction)
        {
            BatchCommands =
            {
                // Makes or locks each row in one step: between two, a source that was silent for long could be forgotten. The update changes nothing.
                Command(
                    """
                    INSERT INTO metering.sources AS s (source, epoch) SELECT DISTINCT n.s, n.e FROM unnest($1, $2) AS n(s, e) ORDER BY 1, 2
                    ON CONFLICT (source, epoch) DO UPDATE SET touched = s.touched WHERE false
                    """,
                    sources, epochs),
                Command(
                    "SELECT pg_advisory_xact_lock($1, l) FROM (SELECT DISTINCT l FROM unnest($2) AS n(l) ORDER BY l) AS ordered",
                    LockClass, seconds.Select(second => IngestTransaction.LockOf(second.Namespace, second.Function)).ToArray()),
                Command(
                    """
                    SELECT r.n, s.stored @> r.q FROM unnest($1, $2, $3) WITH ORDINALITY AS r(s, e, q, n)
                    JOIN metering.sources s ON s.source = r.s AND s.epoch = r.e
                    """,
                    sources, epochs, requests.Select(request => request.Sequence).ToArray()),
                Command(
                    """
                    SELECT k.n, b.block_id FROM unnest($1, $2, $3) WITH ORDINALITY AS k(t, ns, fn, n)
                    JOIN metering.blocks b ON b.bucket = k.t AND b.namespace = k.ns AND b.function = k.fn
                    """,
                    seconds.Select(second => second.Bucket).ToArray(),
                    seconds.Select(second => second.Namespace).ToArray(),
                    seconds.Select(second => second.Function).ToArray()),
            },
        };
        var repeated = new bool[requests.Count];
        var unknown = new List<(SeenKey, long)>();
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken)) repeated[reader.GetInt64(0) - 1] = reader.GetBoolean(1);
        await reader.NextResultAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var key = seconds[reader.GetInt64(0) - 1];
            if (!seen.Knows(key, reader.GetInt64(1))) unknown.Add((key, reader.GetInt64(1)));
        }
        // The same batch may have been sent twice at once: the first of the two counts.
        var first = new HashSet<(string, long, long)>();
        for (var i = 0; i < requests.Count; i++)
            repeated[i] |= !first.Add((requests[i].Source, requests[i].Epoch, requests[i].Sequence));
        return (repeated, unknown);
    }

    public static async Task<List<(SeenKey Key, long BlockId, byte[] Ids)>> ReadIdsAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, List<(SeenKey Key, long BlockId)> blocks, CancellationToken cancellationToken)
    {
        var found = new List<(SeenKey, long, byte[])>(blocks.Count);
        if (blocks.Count == 0) return found;
        await using var batch = new NpgsqlBatch(connection, transaction)
        {
            BatchCommands =
            {
                Command(
                    """
                    SELECT k.n, b.ids FROM unnest($1, $2) WITH ORDINALITY AS k(t, id, n)
                    JOIN metering.blocks b ON b.bucket = k.t AND b.block_id = k.id
                    """,
                    blocks.Select(block => block.Key.Bucket).ToArray(), blocks.Select(block => block.BlockId).ToArray()),
            },
        };
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var (key, blockId) = blocks[(int)reader.GetInt64(0) - 1];
            found.Add((key, blockId, reader.GetFieldValue<byte[]>(1)));
        }
        return found;
    }

    public static async Task<long[]> TakeBlockIdsAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, int count, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection, transaction)
        {
            BatchCommands = { Command("SELECT nextval('metering.block_ids') FROM generate_series(1, $1)", count) },
        };
        var ids = new long[count];
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        for (var i = 0; await reader.ReadAsync(cancellationToken); i++) ids[i] = reader.GetInt64(0);
        return ids;
    }

    /// <summary>Marks the requests as stored and returns source, epoch and the highest sequence without a gap; sequences count from 1 (or 0).</summary>
    public static NpgsqlBatchCommand Mark(IReadOnlyList<RecordBatch> requests) => Command(
        """
        UPDATE metering.sources AS s SET stored = s.stored + n.added, touched = now()
        FROM (SELECT r.s, r.e, range_agg(int8range(r.q, r.q, '[]')) AS added FROM unnest($1, $2, $3) AS r(s, e, q) GROUP BY r.s, r.e) AS n
        WHERE s.source = n.s AND s.epoch = n.e
        RETURNING s.source, s.epoch, COALESCE((SELECT upper(g) - 1 FROM unnest(s.stored) AS g WHERE g @> 1::bigint OR g @> 0::bigint ORDER BY g DESC LIMIT 1), 0)
        """,
        requests.Select(request => request.Source).ToArray(),
        requests.Select(request => request.Epoch).ToArray(),
        requests.Select(request => request.Sequence).ToArray());

    public static NpgsqlBatchCommand Command(string text, params ReadOnlySpan<object> values)
    {
        var command = new NpgsqlBatchCommand(text);
        foreach (var value in values)
        {
            command.Parameters.Add(value is DateTimeOffset[]
                ? new NpgsqlParameter { Value = value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz }
                : new NpgsqlParameter { Value = value });
        }
        return command;
    }
}
