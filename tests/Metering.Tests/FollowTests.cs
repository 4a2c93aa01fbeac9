using Npgsql;
using ScfAspire.Contracts.Internal.V1;
using ScfAspire.Metering.Following;
using ScfAspire.TestKit.Postgres;
using ScfAspire.TestKit.Simulation;
using static ScfAspire.Metering.Tests.MeteringNode;

namespace ScfAspire.Metering.Tests;

public sealed class FollowTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Followers_see_what_was_there_and_what_any_replica_commits_later()
    {
        await using var node = await StartAsync();
        await using var replica = await node.StartReplicaAsync();
        await node.AppendAsync("agent-1", 1, Record(at: Noon.AddMinutes(-10)), Record(change: r => r.RetMsg = "first"));
        await using var follower = Follow(node);

        Assert.True(await follower.MoveNextAsync());
        Assert.Equal("first", follower.Current.RetMsg);
        var next = follower.MoveNextAsync().AsTask();
        await replica.AppendAsync("agent-2", 1, Record(change: r => { r.RetMsg = "elsewhere"; r.Key.Function = "other"; }));
        await replica.AppendAsync("agent-2", 2, Record(change: r => r.RetMsg = "second"));

        Assert.True(await next);
        Assert.Equal("second", follower.Current.RetMsg);
        Assert.NotEmpty(follower.Current.Log);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_transaction_that_ends_late_is_not_overtaken_by_another_replica()
    {
        await using var node = await StartAsync();
        await using var replica = await node.StartReplicaAsync();
        await node.AppendAsync("agent-1", 1, Record(change: r => { r.RetMsg = "first"; r.StatusCode = 430; }));
        await using var follower = Follow(node);
        Assert.True(await follower.MoveNextAsync());
        var next = follower.MoveNextAsync().AsTask();

        // The first writer has taken its block ids and waits for a row of the rollups that the second does not touch.
        await using var blocker = await node.Get<NpgsqlDataSource>().OpenConnectionAsync(Token);
        await using var transaction = await blocker.BeginTransactionAsync(Token);
        await ExecuteAsync(blocker, transaction, "SELECT 1 FROM metering.rollups WHERE status_code = 430 FOR UPDATE");
        var late = node.AppendAsync("agent-1", 2, Record(change: r => { r.RetMsg = "late"; r.StatusCode = 430; }));
        await WaitersAsync(node, 1);
        var other = replica.AppendAsync("agent-2", 1, Record(change: r => r.RetMsg = "other"));
        // Either the second waits for the first, or it has overtaken it.
        while (!other.IsCompleted && await CountAsync(node, Waiters) < 2) Token.ThrowIfCancellationRequested();
        await transaction.RollbackAsync(Token);
        await Task.WhenAll(late, other);

        Assert.True(await next);
        var seen = new List<string> { follower.Current.RetMsg };
        Assert.True(await follower.MoveNextAsync());
        seen.Add(follower.Current.RetMsg);
        Assert.Equal(["late", "other"], seen.Order());
    }

    [Fact]
    public async Task A_stand_in_that_the_agents_record_replaces_in_time_is_not_seen()
    {
        await using var node = await StartAsync();
        await using var replica = await node.StartReplicaAsync();
        var id = Guid.CreateVersion7(Noon);
        await replica.AppendAsync("dispatch-1", 1, Record(id, RecordSource.Dispatch, r => { r.StatusCode = 500; r.RetMsg = "stand-in"; }));
        await node.AppendAsync("agent-1", 1, Record(id, change: r => r.RetMsg = "agent's"), Record(at: Noon.AddSeconds(1), change: r => r.RetMsg = "next"));
        await using var follower = Follow(node);

        Assert.True(await follower.MoveNextAsync());
        Assert.Equal("agent's", follower.Current.RetMsg);
        Assert.True(await follower.MoveNextAsync());
        Assert.Equal("next", follower.Current.RetMsg);
    }

    [Fact]
    public async Task A_stand_in_is_seen_when_nothing_replaces_it_and_its_run_is_not_seen_again()
    {
        await using var node = await StartAsync();
        var id = Guid.CreateVersion7(Noon);
        await using var follower = Follow(node);
        var next = follower.MoveNextAsync().AsTask();
        await node.AppendAsync("dispatch-1", 1, Record(id, RecordSource.Dispatch, r => { r.StatusCode = 500; r.RetMsg = "stand-in"; }));
        await Eventually.TrueAsync(
            () =>
            {
                node.Time.Advance(FollowedRuns.Grace);
                return next.IsCompleted;
            },
            "the stand-in is handed out");
        Assert.True(await next);
        Assert.Equal("stand-in", follower.Current.RetMsg);

        await node.AppendAsync("agent-1", 1, Record(id, change: r => r.RetMsg = "agent's"));
        await node.AppendAsync("agent-1", 2, Record(change: r => r.RetMsg = "next"));

        Assert.True(await follower.MoveNextAsync());
        Assert.Equal("next", follower.Current.RetMsg);
    }

    [Fact]
    public async Task A_call_that_no_instance_was_had_for_is_seen_at_once()
    {
        await using var node = await StartAsync();
        await using var follower = Follow(node);
        var next = follower.MoveNextAsync().AsTask();
        await node.AppendAsync("dispatch-1", 1, Record(source: RecordSource.Dispatch, change: r => { r.StatusCode = 437; r.InstanceId = 0; r.RetMsg = "refused"; }));

        // The clock of the node stands still.
        Assert.True(await next);
        Assert.Equal("refused", follower.Current.RetMsg);
    }

    [Fact]
    public async Task A_connection_that_fell_silent_is_replaced_and_what_it_missed_is_seen()
    {
        await using var node = await StartAsync();
        await using var proxy = new PostgresProxy(node.Database);
        await using var replica = await node.StartReplicaAsync(
            new MeteringOptions { ListenerPing = TimeSpan.FromMilliseconds(100), ListenerPatience = TimeSpan.FromSeconds(1) }, proxy.ConnectionString);
        const string Listen = "LISTEN " + RecordFeed.Channel;
        await Eventually.TrueAsync(() => proxy.CountWithSent(Listen) == 1, "the replica listens");
        await using var follower = Follow(replica);
        await node.AppendAsync("agent-1", 1, Record(change: r => r.RetMsg = "first"));
        Assert.True(await follower.MoveNextAsync());

        proxy.SilenceWithSent(Listen);
        await node.AppendAsync("agent-1", 2, Record(change: r => r.RetMsg = "missed"));
        var next = follower.MoveNextAsync().AsTask();
        await Eventually.TrueAsync(
            () =>
            {
                // The listener waits a moment on this clock before it connects again.
                node.Time.Advance(TimeSpan.FromSeconds(1));
                return next.IsCompleted && proxy.CountWithSent(Listen) == 2;
            },
            "the missed record is handed out, and another connection listens");

        Assert.True(await next);
        Assert.Equal("missed", follower.Current.RetMsg);
    }

    private static IAsyncEnumerator<InvocationRecord> Follow(MeteringNode node) => node.Feed
        .FollowAsync(new FunctionKey { Namespace = "default", Function = "hello" }, Micros(Noon.AddMinutes(-1)), Token)
        .GetAsyncEnumerator(Token);

    private static long Micros(DateTimeOffset instant) => instant.ToUnixTimeMilliseconds() * 1000;

    private const string Waiters = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";

    private static async Task WaitersAsync(MeteringNode node, long count)
    {
        while (await CountAsync(node, Waiters) < count) Token.ThrowIfCancellationRequested();
    }

    private static async Task<long> CountAsync(MeteringNode node, string sql)
    {
        await using var command = node.Get<NpgsqlDataSource>().CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync(Token))!;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection, transaction);
        await command.ExecuteNonQueryAsync(Token);
    }
}
