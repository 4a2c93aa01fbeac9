using Dapper;
using Npgsql;
using ScfAspire.Metering.Schema;

namespace ScfAspire.Metering.Partitions;

/// <summary>Makes and drops the daily partitions. Safe to use from several replicas at once.</summary>
public sealed class PartitionStore(NpgsqlDataSource dataSource, MeteringOptions options, TimeProvider time)
{
    private readonly HashSet<(string Table, DateOnly Day)> _present = [];
    private readonly Lock _gate = new();

    public PartitionedTable Blocks { get; } = new("blocks", options.RecordRetentionDays);

    public PartitionedTable Rollups { get; } = new("rollups", options.RollupRetentionDays);

    /// <summary>Today in UTC.</summary>
    public DateOnly Today => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);

    /// <summary>The last day for which partitions are made.</summary>
    public DateOnly NewestDay => Today.AddDays(options.DaysAhead);

    /// <summary>Makes today's partitions and those ahead, drops those past their retention and forgets sources not heard of since.</summary>
    public async Task RollAsync(CancellationToken cancellationToken)
    {
        var today = Today;
        for (var day = today; day <= NewestDay; day = day.AddDays(1))
        {
            await EnsureAsync(Blocks, [day], cancellationToken);
            await EnsureAsync(Rollups, [day], cancellationToken);
        }
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await connection.ExecuteAsync($"SELECT pg_advisory_xact_lock({SchemaMigration.LockKey})", transaction: transaction);
        foreach (var table in (PartitionedTable[])[Blocks, Rollups])
        {
            var names = await connection.QueryAsync<string>(
                "SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = ('metering.' || @Name)::regclass",
                new { table.Name }, transaction);
            foreach (var name in names)
            {
                if (table.DayOf(name) is not { } day || day >= table.OldestDay(today)) continue;
                await connection.ExecuteAsync($"DROP TABLE IF EXISTS metering.{name}", transaction: transaction);
                lock (_gate) _present.Remove((table.Name, day));
            }
        }
        await connection.ExecuteAsync(
            "DELETE FROM metering.sources WHERE touched < @Before",
            new { Before = time.GetUtcNow().AddDays(-options.RecordRetentionDays - 1) }, transaction);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>Makes the partitions of these days where they are missing.</summary>
    public async Task EnsureAsync(PartitionedTable table, IEnumerable<DateOnly> days, CancellationToken cancellationToken)
    {
        List<DateOnly> missing;
        lock (_gate) missing = [.. days.Distinct().Where(day => !_present.Contains((table.Name, day))).Order()];
        if (missing.Count == 0) return;
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        // IF NOT EXISTS alone does not keep two sessions from making the same table at once.
        await connection.ExecuteAsync($"SELECT pg_advisory_xact_lock({SchemaMigration.LockKey})", transaction: transaction);
        foreach (var day in missing)
        {
            await connection.ExecuteAsync(
                FormattableString.Invariant(
                    $"CREATE TABLE IF NOT EXISTS metering.{table.PartitionOf(day)} PARTITION OF metering.{table.Name} FOR VALUES FROM ('{day:yyyy-MM-dd} 00:00:00+00') TO ('{day.AddDays(1):yyyy-MM-dd} 00:00:00+00')"),
                transaction: transaction);
        }
        await transaction.CommitAsync(cancellationToken);
        lock (_gate) foreach (var day in missing) _present.Add((table.Name, day));
    }

    /// <summary>Forgets which partitions were seen, after a write found one gone.</summary>
    public void Forget()
    {
        lock (_gate) _present.Clear();
    }
}
