using System.Globalization;
using Npgsql;
using ScfAspire.Contracts.Internal.V1;
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
    NpgsqlDataSource dataSource, PartitionStore partitions, RecordIntake intake, ILogger<IngestTransaction> logger)
{
    private readonly SeenCalls _seen = new();

    /// <exception cref="NpgsqlException">Nothing was stored, or it is not known whether: the batches must be sent again, which is harmless.</exception>
    public async Task<IngestResult> StoreAsync(IReadOnlyList<AppendRecordsRequest> requests, CancellationToken cancellationToken)
    {
        var refused = 0;
        var accepted = new List<(int Request, BlockKey Key, StoredRecord Record)>();
        for (var i = 0; i < requests.Count; i++)
        {
            foreach (var message in requests[i].Records)
            {
                if (intake.Accept(message, out var refusal) is { } record) accepted.Add((i, record.Key, record.Record));
                else
                {
                    refused++;
                    LogRefused(requests[i].Source, refusal!);
                }
            }
        }
        // Before the transaction: making a partition waits for locks that the transaction would hold.
        await partitions.EnsureAsync(partitions.Blocks, accepted.Select(item => DateOnly.FromDateTime(item.Key.Bucket.UtcDateTime)), cancellationToken);
        await partitions.EnsureAsync(partitions.Rollups, accepted.Select(item => RollupAccumulator.DayOf(item.Record.Message)), cancellationToken);

        try
        {
            await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            var seconds = accepted.Select(item => new SeenKey(item.Key.Namespace, item.Key.Function, item.Key.Bucket)).Distinct().ToArray();
            var (repeated, unknown) = await IngestStatements.LockAndLookAsync(connection, transaction, requests, seconds, _seen, cancellationToken);
            foreach (var (key, blockId, ids) in await IngestStatements.ReadIdsAsync(connection, transaction, unknown, cancellationToken))
                _seen.Add(key, blockId, ids);

            var plan = new IngestPlan(_seen);
            foreach (var (request, key, record) in accepted)
                if (!repeated[request]) plan.Add(key, record);

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
                _seen.Add(new SeenKey(block.Key.Namespace, block.Key.Function, block.Key.Bucket), block.Id, block.Ids);
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

    /// <summary>Takes superseded records out of their blocks, and out of the rollups.</summary>
    private static async Task<List<(DateTimeOffset Bucket, long BlockId, RecordBlock? Left)>> RewriteAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, IngestPlan plan, RollupAccumulator rollups, CancellationToken cancellationToken)
    {
        var rewritten = new List<(DateTimeOffset, long, RecordBlock?)>();
        if (plan.Removals.Count == 0) return rewritten;
        foreach (var block in await BlockRows.ReadAsync(connection, transaction, plan.Removals.Keys, withLogs: true, cancellationToken))
        {
            var gone = plan.Removals[(block.Key.Bucket, block.Id)];
            var left = new List<StoredRecord>();
            foreach (var record in block.Decode())
            {
                if (gone.Contains(record.Id)) rollups.Subtract(record.Message);
                else left.Add(record);
            }
            rewritten.Add((block.Key.Bucket, block.Id, left.Count == 0 ? null : RecordBlock.Build(block.Id, block.Key, left)));
        }
        return rewritten;
    }

    private static async Task<long[]> WriteAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, IReadOnlyList<AppendRecordsRequest> requests,
        List<(DateTimeOffset Bucket, long BlockId, RecordBlock? Left)> rewritten, List<RecordBlock> blocks, RollupAccumulator rollups,
        CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection, transaction);
        foreach (var (bucket, blockId, _) in rewritten) batch.BatchCommands.Add(BlockRows.Delete(bucket, blockId));
        var rows = blocks.Concat(rewritten.Where(item => item.Left is not null).Select(item => item.Left!)).ToList();
        if (rows.Count > 0) batch.BatchCommands.Add(BlockRows.Insert(rows));
        if (!rollups.IsEmpty) batch.BatchCommands.Add(rollups.ToCommand());
        foreach (var channel in blocks.Select(block => RecordFeed.PayloadOf(block.Key.Namespace, block.Key.Function)).Distinct())
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
