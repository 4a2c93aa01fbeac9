using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Npgsql;
using ScfAspire.Contracts.Internal.V1;
using ScfAspire.Contracts.Logs;
using ScfAspire.Metering.Blocks;

namespace ScfAspire.Metering.Following;

/// <summary>
/// Hands out records as they are committed, by whichever replica: each commit notifies, each follower then reads the blocks after its cursor.
/// That nothing is committed behind a cursor is <see cref="Ingest.IngestTransaction"/>'s doing: block ids of one function are taken under a lock that
/// lasts until they can be read. Each run is handed out once, see <see cref="FollowedRuns"/>.
/// </summary>
public sealed class RecordFeed(NpgsqlDataSource dataSource, TimeProvider time)
{
    /// <summary>Postgres channel of the notifications.</summary>
    public const string Channel = "scf_metering_blocks";

    private readonly ConcurrentDictionary<Channel<bool>, string> _followers = new();

    /// <summary>What a notification says of a function. Names are far below the 8,000 bytes that a notification may have.</summary>
    public static string PayloadOf(string @namespace, string function) => $"{@namespace}/{function}";

    /// <summary>Wakes the followers of one function; all where <paramref name="payload"/> is null.</summary>
    internal void Wake(string? payload)
    {
        foreach (var (signal, wanted) in _followers)
            if (payload is null || payload == wanted) signal.Writer.TryWrite(true);
    }

    public async IAsyncEnumerable<InvocationRecord> FollowAsync(
        FunctionKey key, long sinceUs, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var signal = System.Threading.Channels.Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        // Before the first read, so that nothing committed after it goes unnoticed.
        _followers[signal] = PayloadOf(key.Namespace, key.Function);
        try
        {
            long cursor = 0;
            var runs = new FollowedRuns(time);
            while (true)
            {
                var keys = new List<(DateTimeOffset, long)>();
                await using (var connection = await dataSource.OpenConnectionAsync(cancellationToken))
                {
                    await using var command = new NpgsqlCommand(
                        "SELECT bucket, block_id FROM metering.blocks WHERE namespace = $1 AND function = $2 AND block_id > $3 AND max_start_us >= $4 ORDER BY block_id",
                        connection);
                    command.Parameters.Add(new NpgsqlParameter { Value = key.Namespace });
                    command.Parameters.Add(new NpgsqlParameter { Value = key.Function });
                    command.Parameters.Add(new NpgsqlParameter { Value = cursor });
                    command.Parameters.Add(new NpgsqlParameter { Value = sinceUs });
                    await using var reader = await command.ExecuteReaderAsync(cancellationToken);
                    while (await reader.ReadAsync(cancellationToken)) keys.Add((reader.GetFieldValue<DateTimeOffset>(0), reader.GetInt64(1)));
                }
                foreach (var chunk in keys.Chunk(16))
                {
                    List<RecordBlock> blocks;
                    await using (var connection = await dataSource.OpenConnectionAsync(cancellationToken))
                        blocks = await BlockRows.ReadAsync(connection, null, chunk, withLogs: true, cancellationToken);
                    foreach (var record in blocks.SelectMany(block => block.Decode()).OrderBy(record => record.Message.StartUnixUs))
                    {
                        if (record.Message.StartUnixUs < sinceUs || !runs.Admit(record)) continue;
                        InvocationLogText.WriteOut(record.Message);
                        yield return record.Message;
                    }
                    cursor = chunk[^1].Item2;
                }
                foreach (var record in runs.TakeDue())
                {
                    InvocationLogText.WriteOut(record);
                    yield return record;
                }

                await WaitAsync(signal.Reader, runs.NextDue, cancellationToken);
            }
        }
        finally
        {
            _followers.TryRemove(signal, out _);
        }
    }

    /// <summary>Until a commit or <paramref name="due"/>.</summary>
    private async Task WaitAsync(ChannelReader<bool> signal, DateTimeOffset? due, CancellationToken cancellationToken)
    {
        using var timeout = due is { } at ? new CancellationTokenSource(TimeSpan.FromTicks(Math.Max(0, (at - time.GetUtcNow()).Ticks)), time) : new CancellationTokenSource();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            await signal.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            // A held record is due.
        }
    }
}
