using System.Globalization;
using Google.Protobuf;
using Npgsql;
using ScfAspire.Metering.Blocks;
using ScfAspire.Metering.Following;
using ScfAspire.Metering.Partitions;
using ScfAspire.Metering.Rollups;

namespace ScfAspire.Metering.Ingest;

/// <summary>
/// Stores any number of batches in one transaction: their blocks, their rollups and the mark that they are stored. Writers of the same
/// function take turns (in this replica and others), which makes the check for a second record of one run exact and gives block ids the order of commits.
/// Not for concurrent use.
/// </summary>
public sealed partial class IngestTransaction(
    NpgsqlDataSource dataSource, PartitionStore partitions, RecordIntake intake, RecordOrigins origins, ILogger<IngestTransaction> logger)
{
    private readonly SeenCalls _seen = new();

    /// <exception cref="NpgsqlException">Nothing was stored, or it is not known whether: the batches must be sent again, which is harmless.</exception>
    public async Task<IngestResult> StoreAsync(IReadOnlyList<RecordBatch> requests, CancellationToken cancellationToken)
    {
        var accepted = Accept(requests, out var refused);
        // Before the transaction: making a partition waits for locks that the transaction would hold.
        await partitions.EnsureAsync(partitions.Blocks, accepted.Select(item => DateOnly.FromDateTime(item.Key.Bucket.UtcDateTime)), cancellationToken);
        await partitions.EnsureAsync(partitions.Rollups, accepted.Select(item => RollupAccumulator.DayOf(item.Row)), cancellationToken);

        try
        {
            await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            var seconds = accepted.Select(item => item.Key).Distinct().Select(key => new SeenKey(key.Target.Namespace, key.Target.Function, key.Bucket)).Distinct().ToArray();
            var (repeated, unknown) = await IngestStatements.LockAndLookAsync(connection, transaction, requests, seconds, _seen, cancellationToken);
            foreach (var (key, blockId, ids) in await IngestStatements.ReadIdsAsync(connection, transaction, unknown, cancellationToken))
                _seen.Add(key, blockId, ids);

            var plan = new IngestPlan(_seen);
            foreach (var (request, key, row) in accepted)
                if (!repeated[request]) plan.Add(key, row);

            var rollups = new RollupAccumulator();
            plan.CountInto(rollups);
            var rewritten = await RewriteAsync(connection, transaction, plan, rollups, cancellationToken);

            var groups = plan.Blocks().ToList();
            var blocks = new List<RecordBlock>(groups.Count);
            if (groups.Count > 0)
            {
                var ids = await IngestStatements.TakeBlockIdsAsync(connection, transaction, groups.Count, cancellationToken);
                for (var i = 0; i < groups.Count; i++) blocks.Add(RecordBlock.Build(ids[i], groups[i].Key, groups[i].Records));
            }
            var acknowledged = await WriteAsync(connection, transaction, requests, rewritten, blocks, rollups, cancellationToken);
            await transaction.CommitAsync(cancellationToken);

            foreach (var block in blocks)
                _seen.Add(new SeenKey(block.Key.Target.Namespace, block.Key.Target.Function, block.Key.Bucket), block.Id, block.Ids);
            _seen.Trim();
            var repeats = plan.Repeated + accepted.Count(item => repeated[item.Request]);
            return new IngestResult(acknowledged, plan.Stored, repeats, plan.Superseded, refused);
        }
        catch (Exception)
        {
            _seen.Clear();
            partitions.Forget();
            throw;
        }
    }

    private List<(int Request, BlockKey Key, RecordRow Row)> Accept(IReadOnlyList<RecordBatch> requests, out int refused)
    {
        refused = 0;
        var window = intake.Open();
        var accepted = new List<(int, BlockKey, RecordRow)>(requests.Sum(request => request.Rows.Count));
        var latest = default(BlockKey);
        for (var i = 0; i < requests.Count; i++)
        {
            foreach (var reason in requests[i].Refusals) Refuse(requests[i], reason, ref refused);
            foreach (var row in requests[i].Rows)
            {
                if (intake.SecondOf(row, window, out var refusal) is not { } second)
                {
                    Refuse(requests[i], refusal!, ref refused);
                    continue;
                }
                // Most records go where the one before went.
                if (latest.Target != row.Origin.Target || latest.Bucket.ToUnixTimeSeconds() != second)
                    latest = new BlockKey(DateTimeOffset.FromUnixTimeSeconds(second), row.Origin.Target);
                accepted.Add((i, latest, row));
            }
        }
        return accepted;
    }

    private void Refuse(RecordBatch request, string reason, ref int refused)
    {
        refused++;
        LogRefused(request.Source, reason);
    }

    /// <summary>Takes superseded records out of their blocks, and out of the rollups.</summary>
    private async Task<List<(DateTimeOffset Bucket, long BlockId, RecordBlock? Left)>> RewriteAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, IngestPlan plan, RollupAccumulator rollups, CancellationToken cancellationToken)
    {
        var rewritten = new List<(DateTimeOffset, long, RecordBlock?)>();
        if (plan.Removals.Count == 0) return rewritten;
        var rows = new RecordRowReader(origins);
        foreach (var block in await BlockRows.ReadAsync(connection, transaction, plan.Removals.Keys, withLogs: true, cancellationToken))
        {
            var gone = plan.Removals[(block.Key.Bucket, block.Id)];
            var left = new List<RecordRow>();
            foreach (var record in block.Decode())
            {
                var row = rows.Read(record.Message.ToByteArray(), out var refusal) ?? throw new InvalidDataException($"A stored record is unfit: {refusal}.");
                if (gone.Contains(record.Id)) rollups.Subtract(row);
                else left.Add(row);
            }
            rewritten.Add((block.Key.Bucket, block.Id, left.Count == 0 ? null : RecordBlock.Build(block.Id, block.Key, left)));
        }
        return rewritten;
    }

    private static async Task<long[]> WriteAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, IReadOnlyList<RecordBatch> requests,
        List<(DateTimeOffset Bucket, long BlockId, RecordBlock? Left)> rewritten, List<RecordBlock> blocks, RollupAccumulator rollups,
        CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection, transaction);
        foreach (var (bucket, blockId, _) in rewritten) batch.BatchCommands.Add(BlockRows.Delete(bucket, blockId));
        var rows = blocks.Concat(rewritten.Where(item => item.Left is not null).Select(item => item.Left!)).ToList();
        if (rows.Count > 0) batch.BatchCommands.Add(BlockRows.Insert(rows));
        if (!rollups.IsEmpty) batch.BatchCommands.Add(rollups.ToCommand());
        foreach (var channel in blocks.Select(block => RecordFeed.PayloadOf(block.Key.Target.Namespace, block.Key.Target.Function)).Distinct())
        {
            var notify = new NpgsqlBatchCommand("SELECT pg_notify($1, $2)");
            notify.Parameters.Add(new NpgsqlParameter { Value = RecordFeed.Channel });
            notify.Parameters.Add(new NpgsqlParameter { Value = channel });
            batch.BatchCommands.Add(notify);
        }
        batch.BatchCommands.Add(IngestStatements.Mark(requests));
        await using (var reader = await batch.ExecuteReaderAsync(cancellationToken))
        {
            var acknowledged = new Dictionary<(string, long), long>();
            do
            {
                while (await reader.ReadAsync(cancellationToken))
                    if (reader.FieldCount == 3) acknowledged[(reader.GetString(0), reader.GetInt64(1))] = reader.GetInt64(2);
            }
            while (await reader.NextResultAsync(cancellationToken));
            return [.. requests.Select(request => acknowledged[(request.Source, request.Epoch)])];
        }
    }

    /// <summary>The lock under which writers of one function take turns: few enough for any batch, many enough to keep functions apart.</summary>
    public static int LockOf(string @namespace, string function)
    {
        var hash = 2166136261u;
        foreach (var unit in string.Create(CultureInfo.InvariantCulture, $"{@namespace}/{function}")) hash = (hash ^ unit) * 16777619u;
        return (int)(hash % 64);
    }

    [LoggerMessage(1, LogLevel.Warning, "A record from {Source} is not stored: {Reason}")]
    private partial void LogRefused(string source, string reason);
}
