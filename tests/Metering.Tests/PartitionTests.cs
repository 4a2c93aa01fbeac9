using Npgsql;
using static ScfAspire.Metering.Tests.MeteringNode;

namespace ScfAspire.Metering.Tests;

public sealed class PartitionTests
{
    [Fact]
    public async Task Partitions_are_there_ahead_of_time()
    {
        await using var node = await StartAsync(new MeteringOptions { RecordRetentionDays = 2, RollupRetentionDays = 4 });

        Assert.Equal(["blocks_20261122", "blocks_20261123", "blocks_20261124"], await node.TablesAsync("blocks_2"));
        Assert.Equal(["rollups_20261122", "rollups_20261123", "rollups_20261124"], await node.TablesAsync("rollups_2"));
    }

    [Fact]
    public async Task Days_past_their_retention_are_dropped_and_the_rollups_outlive_the_records()
    {
        await using var node = await StartAsync(new MeteringOptions { RecordRetentionDays = 2, RollupRetentionDays = 4 });
        await node.AppendAsync("agent-1", 1, Record());

        for (var day = 0; day < 3; day++)
        {
            node.Time.SetUtcNow(node.Time.GetUtcNow().AddDays(1));
            await node.Partitions.RollAsync(TestContext.Current.CancellationToken);
        }

        Assert.Equal(0, (await node.ListAsync()).TotalCount);
        Assert.Equal(1, await node.SumAsync("invocations"));
        Assert.DoesNotContain("blocks_20261122", await node.TablesAsync("blocks_2"));
        Assert.Contains("blocks_20261127", await node.TablesAsync("blocks_2"));
        Assert.Contains("rollups_20261122", await node.TablesAsync("rollups_2"));
    }

    [Fact]
    public async Task A_record_of_an_earlier_kept_day_is_stored_and_one_past_the_retention_is_not()
    {
        await using var node = await StartAsync(new MeteringOptions { RecordRetentionDays = 2, RollupRetentionDays = 4 });

        // An agent that could not reach the service for long.
        Assert.Equal(1, await node.AppendAsync("agent-1", 1, Record(at: Noon.AddDays(-2)), Record(at: Noon.AddDays(-3))));

        Assert.Equal(1, (await node.ListAsync()).TotalCount);
        Assert.Equal(1, await node.SumAsync("invocations"));
    }

    [Fact]
    public async Task A_clock_far_ahead_does_not_keep_a_record_from_being_stored()
    {
        await using var node = await StartAsync();

        await node.AppendAsync("agent-1", 1, Record(at: Noon.AddYears(3)), Record(change: r => r.StartUnixUs = -5));

        Assert.Equal(2, (await node.ListAsync()).TotalCount);
    }

    [Fact]
    public async Task A_partition_that_went_missing_is_made_again_when_the_batch_is_sent_again()
    {
        await using var node = await StartAsync();
        await using (var drop = node.Get<NpgsqlDataSource>().CreateCommand("DROP TABLE metering.blocks_20261122"))
            await drop.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

        await Assert.ThrowsAsync<PostgresException>(() => node.AppendAsync("agent-1", 1, Record()));
        Assert.Equal(1, await node.AppendAsync("agent-1", 1, Record()));

        Assert.Equal(1, (await node.ListAsync()).TotalCount);
    }

    [Fact]
    public async Task Replicas_may_open_the_store_at_the_same_time()
    {
        await using var node = await StartAsync();

        var replicas = await Task.WhenAll(node.StartReplicaAsync(), node.StartReplicaAsync(), node.StartReplicaAsync());

        await Task.WhenAll(replicas.Select((replica, i) => replica.AppendAsync($"agent-{i}", 1, Record())));
        Assert.Equal(3, (await node.ListAsync()).TotalCount);
        foreach (var replica in replicas) await replica.DisposeAsync();
    }
}
