using Npgsql;
using NpgsqlTypes;
using ScfAspire.Metering.Blocks;

namespace ScfAspire.Metering.Rollups;

/// <summary>Collects what one transaction changes in the rollups.</summary>
public sealed class RollupAccumulator
{
    private readonly Dictionary<RollupKey, RollupDelta> _deltas = [];
    private (RecordOrigin Origin, long Minute, int StatusCode, RollupDelta Delta)? _latest;

    public bool IsEmpty => _deltas.Count == 0;

    /// <summary>The day whose partition counts a record.</summary>
    public static DateOnly DayOf(RecordRow row) => DateOnly.FromDateTime(DateTimeOffset.FromUnixTimeMilliseconds(row.StartUs / 1000).UtcDateTime);

    public void Add(RecordRow row) => Apply(row, 1);

    /// <summary>Takes a record out again, because the agent's record of the same run has come.</summary>
    public void Subtract(RecordRow row) => Apply(row, -1);

    private void Apply(RecordRow row, int sign)
    {
        var delta = DeltaOf(row);
        delta.Invocations += sign;
        delta.DurationUs += sign * row.DurationUs;
        delta.BilledMs += sign * row.BilledMs;
        delta.BilledMbMs += sign * row.BilledMs * row.MemoryMb;
        delta.MemoryBytes += sign * row.MemoryUsedBytes;
        if (sign > 0) delta.MaxMemory = Math.Max(delta.MaxMemory, row.MemoryUsedBytes);
        if (row.ColdStartUs > 0) delta.ColdStarts += sign;
        delta.ColdStartUs += sign * row.ColdStartUs;
        delta.ResponseBytes += sign * row.ResponseBytes;
        delta.LogBytes += sign * (row.Log.Length + row.InitLog.Length);
    }

    // Most records count into the row of the one before.
    private RollupDelta DeltaOf(RecordRow row)
    {
        var minute = row.StartUs / 60_000_000 * 60;
        if (_latest is { } latest && ReferenceEquals(latest.Origin, row.Origin) && latest.Minute == minute && latest.StatusCode == row.StatusCode) return latest.Delta;
        var target = row.Origin.Target;
        var key = new RollupKey(
            DateTimeOffset.FromUnixTimeSeconds(minute), target.Namespace, target.Function, target.FunctionId, target.Version, row.Origin.Pool, row.StatusCode);
        if (!_deltas.TryGetValue(key, out var delta)) _deltas.Add(key, delta = new RollupDelta());
        _latest = (row.Origin, minute, row.StatusCode, delta);
        return delta;
    }

    /// <summary>One statement that adds everything; rows in key order, so that two writers cannot wait for each other in a ring.</summary>
    public NpgsqlBatchCommand ToCommand()
    {
        var rows = _deltas.OrderBy(pair => (pair.Key.Minute, pair.Key.Namespace, pair.Key.Function, pair.Key.Version, pair.Key.StatusCode)).ToArray();
        var command = new NpgsqlBatchCommand(
            """
            INSERT INTO metering.rollups AS r (minute, namespace, function, function_id, version, pool, status_code,
                invocations, duration_us, billed_ms, billed_mb_ms, memory_bytes, max_memory, cold_starts, cold_start_us, response_bytes, log_bytes)
            SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
            ON CONFLICT (minute, namespace, function, function_id, version, pool, status_code) DO UPDATE SET
                invocations = r.invocations + excluded.invocations,
                duration_us = r.duration_us + excluded.duration_us,
                billed_ms = r.billed_ms + excluded.billed_ms,
                billed_mb_ms = r.billed_mb_ms + excluded.billed_mb_ms,
                memory_bytes = r.memory_bytes + excluded.memory_bytes,
                max_memory = GREATEST(r.max_memory, excluded.max_memory),
                cold_starts = r.cold_starts + excluded.cold_starts,
                cold_start_us = r.cold_start_us + excluded.cold_start_us,
                response_bytes = r.response_bytes + excluded.response_bytes,
                log_bytes = r.log_bytes + excluded.log_bytes
            """);
        command.Parameters.Add(new NpgsqlParameter
        {
            Value = Array.ConvertAll(rows, row => row.Key.Minute),
            NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz,
        });
        Text(row => row.Namespace);
        Text(row => row.Function);
        Text(row => row.FunctionId);
        Text(row => row.Version);
        Text(row => row.Pool);
        command.Parameters.Add(new NpgsqlParameter { Value = Array.ConvertAll(rows, row => row.Key.StatusCode) });
        Number(delta => delta.Invocations);
        Number(delta => delta.DurationUs);
        Number(delta => delta.BilledMs);
        Number(delta => delta.BilledMbMs);
        Number(delta => delta.MemoryBytes);
        Number(delta => delta.MaxMemory);
        Number(delta => delta.ColdStarts);
        Number(delta => delta.ColdStartUs);
        Number(delta => delta.ResponseBytes);
        Number(delta => delta.LogBytes);
        return command;

        void Text(Func<RollupKey, string> column) =>
            command.Parameters.Add(new NpgsqlParameter { Value = Array.ConvertAll(rows, row => column(row.Key)) });

        void Number(Func<RollupDelta, long> column) =>
            command.Parameters.Add(new NpgsqlParameter { Value = Array.ConvertAll(rows, row => column(row.Value)) });
    }
}
