using Npgsql;
using NpgsqlTypes;

namespace ScfAspire.Metering.Blocks;

/// <summary>Blocks as rows of <c>metering.blocks</c>.</summary>
internal static class BlockRows
{
    public static NpgsqlBatchCommand Insert(IReadOnlyList<RecordBlock> blocks)
    {
        var command = new NpgsqlBatchCommand(
            """
            INSERT INTO metering.blocks (bucket, block_id, namespace, function, function_id, version, qualifier,
                records, succeeded, timed_out, over_limit, user_failed,
                min_start_us, max_start_us, min_duration_us, max_duration_us, min_memory, max_memory, ids, body, logs)
            SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)
            """);
        Add(NpgsqlDbType.TimestampTz, block => block.Key.Bucket);
        Add(NpgsqlDbType.Bigint, block => block.Id);
        Add(NpgsqlDbType.Text, block => block.Key.Target.Namespace);
        Add(NpgsqlDbType.Text, block => block.Key.Target.Function);
        Add(NpgsqlDbType.Text, block => block.Key.Target.FunctionId);
        Add(NpgsqlDbType.Text, block => block.Key.Target.Version);
        Add(NpgsqlDbType.Text, block => block.Key.Target.Qualifier);
        Add(NpgsqlDbType.Integer, block => block.Summary.Records);
        Add(NpgsqlDbType.Integer, block => block.Summary.Succeeded);
        Add(NpgsqlDbType.Integer, block => block.Summary.TimedOut);
        Add(NpgsqlDbType.Integer, block => block.Summary.OverLimit);
        Add(NpgsqlDbType.Integer, block => block.Summary.UserFailed);
        Add(NpgsqlDbType.Bigint, block => block.Summary.MinStartUs);
        Add(NpgsqlDbType.Bigint, block => block.Summary.MaxStartUs);
        Add(NpgsqlDbType.Bigint, block => block.Summary.MinDurationUs);
        Add(NpgsqlDbType.Bigint, block => block.Summary.MaxDurationUs);
        Add(NpgsqlDbType.Bigint, block => block.Summary.MinMemory);
        Add(NpgsqlDbType.Bigint, block => block.Summary.MaxMemory);
        Add(NpgsqlDbType.Bytea, block => block.Ids);
        Add(NpgsqlDbType.Bytea, block => block.Body);
        Add<byte[]?>(NpgsqlDbType.Bytea, block => block.Logs);
        return command;

        void Add<T>(NpgsqlDbType type, Func<RecordBlock, T> column) =>
            command.Parameters.Add(new NpgsqlParameter { Value = blocks.Select(column).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | type });
    }

    public static NpgsqlBatchCommand Delete(DateTimeOffset bucket, long blockId)
    {
        var command = new NpgsqlBatchCommand("DELETE FROM metering.blocks WHERE bucket = $1 AND block_id = $2");
        command.Parameters.Add(new NpgsqlParameter { Value = bucket });
        command.Parameters.Add(new NpgsqlParameter { Value = blockId });
        return command;
    }

    public static async Task<List<RecordBlock>> ReadAsync(
        NpgsqlConnection connection, NpgsqlTransaction? transaction, IEnumerable<(DateTimeOffset Bucket, long BlockId)> keys,
        bool withLogs, CancellationToken cancellationToken)
    {
        var wanted = keys.ToArray();
        var logs = withLogs ? "b.logs" : "NULL::bytea";
        await using var command = new NpgsqlCommand(
            $"""
            SELECT b.bucket, b.block_id, b.namespace, b.function, b.function_id, b.version, b.qualifier, b.ids, b.body, {logs}
            FROM unnest($1, $2) AS k(t, id) JOIN metering.blocks b ON b.bucket = k.t AND b.block_id = k.id
            """,
            connection, transaction);
        command.Parameters.Add(new NpgsqlParameter
        {
            Value = Array.ConvertAll(wanted, key => key.Bucket),
            NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz,
        });
        command.Parameters.Add(new NpgsqlParameter { Value = Array.ConvertAll(wanted, key => key.BlockId) });
        var blocks = new List<RecordBlock>(wanted.Length);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            blocks.Add(new RecordBlock
            {
                Id = reader.GetInt64(1),
                Key = new BlockKey(
                    reader.GetFieldValue<DateTimeOffset>(0),
                    new RunTarget(reader.GetString(2), reader.GetString(3), reader.GetString(4), reader.GetString(5), reader.GetString(6))),
                Summary = new BlockSummary(),
                Ids = reader.GetFieldValue<byte[]>(7),
                Body = reader.GetFieldValue<byte[]>(8),
                Logs = reader.IsDBNull(9) ? null : reader.GetFieldValue<byte[]>(9),
            });
        }
        return blocks;
    }
}
