using System.Buffers.Binary;
using Npgsql;
using ScfAspire.Trigger.Queue.Store;

namespace ScfAspire.Trigger.Queue.Ownership;

/// <summary>The table of living queue processes.</summary>
public sealed class OwnerStore(NpgsqlDataSource dataSource)
{
    /// <summary>Key of the session lock that an owner holds while it lives.</summary>
    public static long LockOf(Guid owner)
    {
        Span<byte> bytes = stackalloc byte[16];
        owner.TryWriteBytes(bytes, bigEndian: true, out _);
        return BinaryPrimitives.ReadInt64BigEndian(bytes[8..]);
    }

    /// <summary>Takes the session lock and enters the owner; from then on the connection must stay open.</summary>
    public static async Task EnterAsync(NpgsqlConnection connection, Guid owner, DateTimeOffset leaseUntil, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection)
            .With("SELECT pg_advisory_lock($1)", LockOf(owner))
            .With(
                "INSERT INTO events.owners (owner, lease_until) VALUES ($1, $2) ON CONFLICT (owner) DO UPDATE SET lease_until = excluded.lease_until",
                owner, leaseUntil);
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>False when others have declared the owner dead.</summary>
    public async Task<bool> RenewAsync(Guid owner, DateTimeOffset leaseUntil, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection).With("UPDATE events.owners SET lease_until = $2 WHERE owner = $1", owner, leaseUntil);
        return await batch.ExecuteNonQueryAsync(cancellationToken) == 1;
    }

    /// <summary>Enters again an owner that was declared dead while its session stood.</summary>
    public async Task ReenterAsync(Guid owner, DateTimeOffset leaseUntil, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection)
            .With("INSERT INTO events.owners (owner, lease_until) VALUES ($1, $2) ON CONFLICT (owner) DO NOTHING", owner, leaseUntil);
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Frees the events of owners whose lease has run out or whose session is gone; returns how many there were.</summary>
    public async Task<int> TakeOverAsync(Guid self, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var dead = new List<Guid>();
        var others = new List<(Guid Owner, DateTimeOffset LeaseUntil)>();
        await using (var find = new NpgsqlBatch(connection, transaction)
            .With("SELECT owner, lease_until FROM events.owners WHERE owner <> $1 ORDER BY owner FOR UPDATE SKIP LOCKED", self))
        await using (var reader = await find.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken)) others.Add((reader.GetGuid(0), reader.GetFieldValue<DateTimeOffset>(1)));
        }
        foreach (var (owner, leaseUntil) in others)
        {
            await using var probe = new NpgsqlBatch(connection, transaction).With("SELECT pg_try_advisory_xact_lock($1)", LockOf(owner));
            if ((bool)(await probe.ExecuteScalarAsync(cancellationToken))! || leaseUntil < now) dead.Add(owner);
        }
        if (dead.Count == 0) return 0;
        await using (var free = new NpgsqlBatch(connection, transaction)
            .With("DELETE FROM events.owners WHERE owner = ANY($1)", dead.ToArray())
            .With("SELECT pg_notify($1, '')", EventStore.Channel))
            await free.ExecuteNonQueryAsync(cancellationToken);
        // What the dead owner had begun may have a record already, under the number of that run: the next run is another one, with a number of its own.
        await using var release = new NpgsqlBatch(connection, transaction)
            .With("UPDATE events.queue SET owner = NULL, attempts = attempts + 1 WHERE owner = ANY($1)", dead.ToArray());
        var freed = await release.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return freed;
    }

    /// <summary>A stop: gives every event back and leaves.</summary>
    public async Task LeaveAsync(Guid owner, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection)
            .With("UPDATE events.queue SET owner = NULL WHERE owner = $1", owner)
            .With("DELETE FROM events.owners WHERE owner = $1", owner)
            .With("SELECT pg_notify($1, '')", EventStore.Channel);
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }
}
