using Npgsql;
using NpgsqlTypes;
using ScfAspire.Contracts.Internal.V1;
using ScfAspire.Contracts.Logs;
using ScfAspire.Metering.Blocks;

namespace ScfAspire.Metering.Queries;

/// <summary>Answers queries from the blocks, opening only those that can hold a record of the page asked for.</summary>
public sealed class RecordReader(NpgsqlDataSource dataSource)
{
    private const int BlocksAtOnce = 32;

    private sealed record Hit(long Rank, DateTimeOffset Bucket, long BlockId, StoredRecord Record);

    public async Task<ListRecordsResponse> ListAsync(RecordQuery query, CancellationToken cancellationToken)
    {
        using var activity = MeteringInstruments.Activities.StartActivity("list records");
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        var entries = query.RequestId is null
            ? await FindAsync(connection, query, cancellationToken)
            : await FindRequestAsync(connection, query, cancellationToken);
        var (hits, total) = await CollectAsync(connection, query, entries, cancellationToken);
        var page = hits.Skip(query.Offset).Take(query.Limit).ToList();
        foreach (var hit in page) InvocationLogText.LeaveOut(hit.Record.Message);
        if (query.IncludeLogs) await ReadLogsAsync(connection, page, cancellationToken);
        var response = new ListRecordsResponse { TotalCount = total };
        response.Records.AddRange(page.Select(hit => hit.Record.Message));
        return response;
    }

    /// <summary>Opens blocks from the best rank downwards until no further block can change the page.</summary>
    private static async Task<(List<Hit> Hits, long Total)> CollectAsync(
        NpgsqlConnection connection, RecordQuery query, List<BlockEntry> entries, CancellationToken cancellationToken)
    {
        var depth = query.Offset + query.Limit;
        // The worst of the best on top.
        var best = new PriorityQueue<Hit, (long, long)>();
        long total = 0;
        var ordered = entries.OrderByDescending(entry => query.BestRank(entry.Summary)).ThenByDescending(entry => entry.BlockId).ToArray();
        foreach (var chunk in ordered.Chunk(BlocksAtOnce))
        {
            var open = new List<BlockEntry>(chunk.Length);
            foreach (var entry in chunk)
            {
                var whole = query.RequestId is null && entry.Summary.MinStartUs >= query.StartUs && entry.Summary.MaxStartUs < query.EndUs;
                if (whole) total += query.RetCode.CountIn(entry.Summary);
                var canHold = best.Count < depth || query.BestRank(entry.Summary) >= best.Peek().Rank;
                if (!whole || (canHold && depth > 0)) open.Add(entry);
            }
            if (open.Count == 0) continue;
            var inside = open.Where(entry => query.RequestId is not null || entry.Summary.MinStartUs < query.StartUs || entry.Summary.MaxStartUs >= query.EndUs)
                .Select(entry => entry.BlockId).ToHashSet();
            foreach (var block in await BlockRows.ReadAsync(connection, null, open.Select(entry => (entry.Bucket, entry.BlockId)), withLogs: false, cancellationToken))
            {
                foreach (var record in block.Decode())
                {
                    if (!query.Matches(record.Message) || (query.RequestId is { } id && record.Id.RequestId != id)) continue;
                    if (inside.Contains(block.Id)) total++;
                    if (depth == 0) continue;
                    var hit = new Hit(query.Rank(record.Message), block.Key.Bucket, block.Id, record);
                    best.Enqueue(hit, (hit.Rank, record.Id.RetryNum));
                    if (best.Count > depth) best.Dequeue();
                }
            }
        }
        var hits = new List<Hit>(best.Count);
        while (best.TryDequeue(out var hit, out _)) hits.Add(hit);
        hits.Reverse();
        return (hits, total);
    }

    private static async Task ReadLogsAsync(NpgsqlConnection connection, List<Hit> page, CancellationToken cancellationToken)
    {
        var keys = page.Select(hit => (hit.Bucket, hit.BlockId)).Distinct().ToArray();
        foreach (var chunk in keys.Chunk(BlocksAtOnce))
        {
            foreach (var block in await BlockRows.ReadAsync(connection, null, chunk, withLogs: true, cancellationToken))
            {
                var whole = block.Decode().ToDictionary(record => record.Id, record => record.Message);
                foreach (var hit in page)
                    if (hit.BlockId == block.Id && whole.TryGetValue(hit.Record.Id, out var message)) hit.Record.Message.Log = InvocationLogText.Of(message);
            }
        }
    }

    private static async Task<List<BlockEntry>> FindAsync(NpgsqlConnection connection, RecordQuery query, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            SelectEntries + " WHERE namespace = $1 AND function = $2 AND max_start_us >= $3 AND min_start_us < $4 AND ($5 = '' OR version = $5 OR qualifier = $5)",
            connection);
        command.Parameters.AddRange(new[] { Value(query.Namespace), Value(query.Function), Value(query.StartUs), Value(query.EndUs), Value(query.Qualifier) });
        return [.. (await ReadEntriesAsync(command, cancellationToken)).Where(entry => query.RetCode.CountIn(entry.Summary) > 0)];
    }

    /// <summary>The blocks of the second in which a UUIDv7 was made; of the time range for an id of another kind.</summary>
    private static async Task<List<BlockEntry>> FindRequestAsync(NpgsqlConnection connection, RecordQuery query, CancellationToken cancellationToken)
    {
        var id = query.RequestId!.Value;
        await using var command = new NpgsqlCommand { Connection = connection };
        command.Parameters.Add(new NpgsqlParameter { Value = id.ToByteArray(bigEndian: true), NpgsqlDbType = NpgsqlDbType.Bytea });
        command.Parameters.AddRange(new[] { Value(query.Namespace), Value(query.Function), Value(query.StartUs), Value(query.EndUs) });
        var where = " WHERE position($1 IN ids) > 0 AND ($2 = '' OR namespace = $2) AND ($3 = '' OR function = $3) AND max_start_us >= $4 AND min_start_us < $5";
        if (new CallId(id, 0).Created is { } created)
        {
            // An id whose time lay outside the kept days was filed by its start time; those second thoughts are rare enough to scan for.
            command.CommandText = SelectEntries + where + " AND bucket = $6";
            command.Parameters.Add(new NpgsqlParameter { Value = DateTimeOffset.FromUnixTimeSeconds(created.ToUnixTimeSeconds()) });
            var found = await ReadEntriesAsync(command, cancellationToken);
            if (found.Count > 0 || query.Function.Length == 0) return found;
            command.Parameters.RemoveAt(5);
        }
        command.CommandText = SelectEntries + where;
        return await ReadEntriesAsync(command, cancellationToken);
    }

    private const string SelectEntries =
        """
        SELECT bucket, block_id, records, succeeded, timed_out, over_limit, user_failed,
            min_start_us, max_start_us, min_duration_us, max_duration_us, min_memory, max_memory
        FROM metering.blocks
        """;

    private static NpgsqlParameter Value(object value) => new() { Value = value };

    private static async Task<List<BlockEntry>> ReadEntriesAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        var entries = new List<BlockEntry>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            entries.Add(new BlockEntry(reader.GetFieldValue<DateTimeOffset>(0), reader.GetInt64(1), new BlockSummary
            {
                Records = reader.GetInt32(2),
                Succeeded = reader.GetInt32(3),
                TimedOut = reader.GetInt32(4),
                OverLimit = reader.GetInt32(5),
                UserFailed = reader.GetInt32(6),
                MinStartUs = reader.GetInt64(7),
                MaxStartUs = reader.GetInt64(8),
                MinDurationUs = reader.GetInt64(9),
                MaxDurationUs = reader.GetInt64(10),
                MinMemory = reader.GetInt64(11),
                MaxMemory = reader.GetInt64(12),
            }));
        }
        return entries;
    }
}
