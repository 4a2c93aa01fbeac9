using Npgsql;
using ScfAspire.Contracts.Internal.V1;
using ScfAspire.Contracts.Logs;
using static ScfAspire.Metering.Tests.MeteringNode;

namespace ScfAspire.Metering.Tests;

public sealed class IngestTests
{
    [Fact]
    public async Task Records_come_back_as_they_were_sent()
    {
        await using var node = await StartAsync();
        var sent = new[]
        {
            Record(change: r => { r.ErrorMessage = "Ω\0 text"; r.StatusCode = 430; r.ColdStartUs = 90_000; r.ResponseBytes = 12; r.RetryNum = 3; }),
            Record(at: Noon.AddSeconds(1), change: r => { r.Log = ""; r.InstanceId = ulong.MaxValue; r.MemoryUsedBytes = 0; }),
        };

        await node.AppendAsync("agent-1", 1, sent);

        var listed = await node.ListAsync(r => { r.IncludeLogs = true; r.Ascending = true; });
        Assert.Equal(sent, listed.Records);
        Assert.Equal(2, listed.TotalCount);
    }

    [Fact]
    public async Task What_a_function_printed_comes_back_as_the_whole_log()
    {
        await using var node = await StartAsync();
        var sent = new[]
        {
            Record(change: r => { r.LogForm = LogForm.Printed; r.Log = ""; }),
            Record(at: Noon.AddMilliseconds(1), change: r => { r.LogForm = LogForm.Printed; r.Log = "one\ntwo\n"; r.InitLog = new InitLog { Printed = "loading\n", PullCodeUs = 70_000 }; }),
            Record(at: Noon.AddMilliseconds(2), change: r => { r.LogForm = LogForm.PrintedWithoutResponse; r.Log = "Ω\n"; r.StatusCode = 443; r.ErrorMessage = "at main"; r.ErrorReason = ""; }),
            Record(at: Noon.AddMilliseconds(3)),
        };
        var whole = sent.Select(record => record.Clone()).ToArray();
        foreach (var record in whole) InvocationLogText.WriteOut(record);

        await node.AppendAsync("agent-1", 1, sent);

        Assert.Equal(whole, (await node.ListAsync(r => { r.IncludeLogs = true; r.Ascending = true; })).Records);
        Assert.All((await node.ListAsync()).Records, record => Assert.Equal("", record.Log));
        await using var follower = node.Feed.FollowAsync(sent[0].Key, 0, TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        foreach (var record in whole)
        {
            Assert.True(await follower.MoveNextAsync());
            Assert.Equal(record, follower.Current);
        }
    }

    [Fact]
    public async Task A_block_that_loses_a_record_keeps_the_logs_of_the_others()
    {
        await using var node = await StartAsync();
        var id = Guid.CreateVersion7(Noon);
        var kept = Record(source: RecordSource.Dispatch, change: r => { r.LogForm = LogForm.Printed; r.StatusCode = 430; r.Log = "kept\n"; r.ErrorReason = "why"; r.InitLog = new InitLog { Printed = "loading\n" }; });
        await node.AppendAsync("dispatch-1", 1, kept, Record(id, RecordSource.Dispatch, r => r.StatusCode = 500));

        await node.AppendAsync("agent-1", 1, Record(id));

        InvocationLogText.WriteOut(kept);
        Assert.Contains(kept, (await node.ListAsync(r => r.IncludeLogs = true)).Records);
    }

    [Fact]
    public async Task A_batch_sent_again_is_acknowledged_and_counts_once()
    {
        await using var node = await StartAsync();
        var record = Record();

        Assert.Equal(1, await node.AppendAsync("agent-1", 1, record));
        Assert.Equal(1, await node.AppendAsync("agent-1", 1, record));

        Assert.Equal(1, await node.SumAsync("invocations"));
        Assert.Equal(1, (await node.ListAsync()).TotalCount);
    }

    [Fact]
    public async Task The_same_batch_sent_twice_at_once_counts_once()
    {
        await using var node = await StartAsync();
        var record = Record();

        var acknowledged = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => node.AppendAsync("agent-1", 1, record)));

        Assert.All(acknowledged, sequence => Assert.Equal(1, sequence));
        Assert.Equal(1, await node.SumAsync("invocations"));
    }

    [Fact]
    public async Task Batches_out_of_order_are_stored_and_acknowledged_up_to_the_gap()
    {
        await using var node = await StartAsync();

        Assert.Equal(0, await node.AppendAsync("agent-1", 3, Record()));
        Assert.Equal(1, await node.AppendAsync("agent-1", 1, Record()));
        Assert.Equal(3, await node.AppendAsync("agent-1", 2, Record()));
        Assert.Equal(0, await node.AppendAsync("agent-1", epoch: 2, 9, [Record()]));

        Assert.Equal(4, await node.SumAsync("invocations"));
    }

    [Fact]
    public async Task A_spool_sent_again_under_a_new_epoch_counts_once()
    {
        await using var node = await StartAsync();
        var records = Enumerable.Range(0, 50).Select(_ => Record()).ToArray();
        await node.AppendAsync("agent-1", epoch: 1, 1, records);

        await node.AppendAsync("agent-1", epoch: 2, 1, [.. records, Record()]);

        Assert.Equal(51, await node.SumAsync("invocations"));
        Assert.Equal(51, (await node.ListAsync()).TotalCount);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_agents_record_wins_whichever_comes_first(bool agentFirst)
    {
        await using var node = await StartAsync();
        var id = Guid.CreateVersion7(Noon);
        var agents = Record(id, RecordSource.Agent, r => { r.StatusCode = 433; r.BilledMs = 3_000; r.DurationUs = 3_000_000; });
        // Dispatch measures from elsewhere, and may not know the version.
        var dispatchs = Record(id, RecordSource.Dispatch, r => { r.StatusCode = 500; r.BilledMs = 0; r.Version = ""; r.StartUnixUs += 1_200_000; r.Log = ""; });
        var other = Record(source: RecordSource.Dispatch, change: r => { r.StatusCode = 500; r.Version = ""; });
        await node.AppendAsync("dispatch-1", 1, other);

        if (agentFirst) await node.AppendAsync("agent-1", 1, agents);
        await node.AppendAsync("dispatch-1", 2, dispatchs);
        if (!agentFirst) await node.AppendAsync("agent-1", 1, agents);

        var listed = await node.ListAsync(r => r.IncludeLogs = true);
        Assert.Equal(2, listed.TotalCount);
        Assert.Contains(agents, listed.Records);
        Assert.Contains(other, listed.Records);
        Assert.Equal(1, await node.SumAsync("invocations", "status_code = 433"));
        Assert.Equal(1, await node.SumAsync("invocations", "status_code = 500"));
        Assert.Equal(3_002, await node.SumAsync("billed_ms"));
        Assert.Equal(3_002 * 128, await node.SumAsync("billed_mb_ms"));
        Assert.Equal(agents.Log.Length + other.Log.Length, await node.SumAsync("log_bytes"));
    }

    [Fact]
    public async Task The_agents_record_wins_when_another_replica_stored_the_first()
    {
        await using var node = await StartAsync();
        await using var replica = await node.StartReplicaAsync();
        var ids = Enumerable.Range(0, 10).Select(_ => Guid.CreateVersion7(Noon)).ToArray();
        await node.AppendAsync("dispatch-1", 1, ids.Select(id => Record(id, RecordSource.Dispatch, r => r.StatusCode = 500)));

        await replica.AppendAsync("agent-1", 1, ids.Select(id => Record(id)));
        await node.AppendAsync("dispatch-2", 1, ids.Select(id => Record(id, RecordSource.Dispatch, r => r.StatusCode = 500)));

        Assert.Equal(10, await node.SumAsync("invocations"));
        Assert.Equal(10, await node.SumAsync("invocations", "status_code = 200"));
        Assert.Equal(10, (await node.ListAsync(r => r.RetCode = "is0")).TotalCount);
    }

    [Fact]
    public async Task Retries_of_one_request_are_runs_of_their_own()
    {
        await using var node = await StartAsync();
        var id = Guid.CreateVersion7(Noon);

        await node.AppendAsync("agent-1", 1, Record(id), Record(id, change: r => { r.RetryNum = 1; r.StartUnixUs += 60_000_000; }));

        var found = await node.ListAsync(r => { r.RequestId = Record(id).RequestId; r.Ascending = true; });
        Assert.Equal([0, 1], found.Records.Select(r => r.RetryNum));
        Assert.Equal(2, found.TotalCount);
        Assert.Equal(2, await node.SumAsync("invocations"));
    }

    [Fact]
    public async Task A_malformed_record_is_left_out_and_does_not_hold_up_its_batch()
    {
        await using var node = await StartAsync();

        var acknowledged = await node.AppendAsync(
            "agent-1", 1, Record(change: r => r.RequestId = Google.Protobuf.ByteString.CopyFromUtf8("short")), Record(), Record(change: r => r.Key = null));

        Assert.Equal(1, acknowledged);
        Assert.Equal(1, await node.SumAsync("invocations"));
    }

    [Fact]
    public async Task A_writer_that_is_killed_before_its_commit_leaves_nothing_and_the_batch_can_be_sent_again()
    {
        await using var node = await StartAsync();
        await using var replica = await node.StartReplicaAsync();
        var records = Enumerable.Range(0, 20).Select(_ => Record()).ToArray();
        await using var blocker = await node.Get<NpgsqlDataSource>().OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var transaction = await blocker.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using (var hold = new NpgsqlCommand("LOCK TABLE metering.rollups IN ACCESS EXCLUSIVE MODE", blocker, transaction))
            await hold.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

        // The writer has written its blocks and waits for the rollups when its session is killed.
        var lost = node.AppendAsync("agent-1", 1, records);
        await KillWhoWaitsForAsync(node, blocker.ProcessID);
        await transaction.RollbackAsync(TestContext.Current.CancellationToken);
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => lost);

        Assert.Equal(0, (await node.ListAsync()).TotalCount);
        Assert.Equal(1, await replica.AppendAsync("agent-1", 1, records));
        Assert.Equal(1, await node.AppendAsync("agent-1", 1, records));
        Assert.Equal(20, await node.SumAsync("invocations"));
    }

    [Fact]
    public async Task A_source_that_is_forgotten_while_its_batch_comes_in_is_taken_up_again()
    {
        await using var node = await StartAsync();
        await node.AppendAsync("agent-1", 1, Record());
        await using var keeper = await node.Get<NpgsqlDataSource>().OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var transaction = await keeper.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await ExecuteAsync("SELECT 1 FROM metering.sources WHERE source = 'agent-1' FOR UPDATE");

        var append = node.AppendAsync("agent-1", 1, Record());
        while (!append.IsCompleted && await WaitersAsync(node, keeper.ProcessID) == 0) TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
        await ExecuteAsync("DELETE FROM metering.sources WHERE source = 'agent-1'");
        await transaction.CommitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(1, await append);
        Assert.Equal(2, await node.SumAsync("invocations"));

        async Task ExecuteAsync(string sql)
        {
            await using var command = new NpgsqlCommand(sql, keeper, transaction);
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }
    }

    private static async Task<long> WaitersAsync(MeteringNode node, int blocker)
    {
        await using var count = node.Get<NpgsqlDataSource>().CreateCommand("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND $1 = ANY(pg_blocking_pids(pid))");
        count.Parameters.Add(new NpgsqlParameter { Value = blocker });
        return (long)(await count.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }

    private static async Task KillWhoWaitsForAsync(MeteringNode node, int blocker)
    {
        while (true)
        {
            await using var kill = node.Get<NpgsqlDataSource>().CreateCommand(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() AND $1 = ANY(pg_blocking_pids(pid))");
            kill.Parameters.Add(new NpgsqlParameter { Value = blocker });
            if ((long)(await kill.ExecuteScalarAsync(TestContext.Current.CancellationToken))! > 0) return;
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20261122)]
    [InlineData(4711)]
    public async Task Whatever_is_sent_again_and_in_whatever_order_every_run_counts_once(int seed)
    {
        var random = new Random(seed);
        await using var node = await StartAsync();
        await using var replica = await node.StartReplicaAsync();
        var runs = Enumerable.Range(0, 300).Select(i => (Id: Guid.CreateVersion7(Noon.AddMilliseconds(random.Next(5_000))), Agent: random.Next(4) > 0, Dispatch: random.Next(4) == 0)).ToArray();
        var agent = runs.Where(run => run.Agent).Select(run => Record(run.Id, at: Noon)).ToArray();
        var dispatch = runs.Where(run => run.Dispatch || !run.Agent).Select(run => Record(run.Id, RecordSource.Dispatch, r => { r.StatusCode = 500; r.BilledMs = 0; })).ToArray();
        var sends = new List<(string Source, long Epoch, long Sequence, InvocationRecord[] Records)>();
        Batches("agent-1", agent);
        Batches("dispatch-1", dispatch);
        // Everything twice at least, some under another epoch, in any order and from both replicas at once.
        sends.AddRange(sends.ToArray());
        sends.AddRange(sends.Where(_ => random.Next(3) == 0).Select(send => send with { Epoch = 2 }).ToArray());

        await Parallel.ForEachAsync(
            sends.OrderBy(_ => random.Next()).Select((send, i) => (send, i)),
            new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = TestContext.Current.CancellationToken },
            async (item, _) => await (item.i % 2 == 0 ? node : replica).AppendAsync(item.send.Source, item.send.Epoch, item.send.Sequence, item.send.Records));

        var listed = await node.ListAsync();
        Assert.Equal(300, listed.TotalCount);
        Assert.Equal(300, listed.Records.Select(r => r.RequestId).Distinct().Count());
        Assert.Equal(agent.Length, listed.Records.Count(r => r.Source == RecordSource.Agent));
        Assert.Equal(300, await node.SumAsync("invocations"));
        Assert.Equal(agent.Length, await node.SumAsync("invocations", "status_code = 200"));
        Assert.Equal(agent.Length * 2, await node.SumAsync("billed_ms"));

        void Batches(string source, InvocationRecord[] records)
        {
            var sequence = 0;
            foreach (var chunk in records.OrderBy(_ => random.Next()).Chunk(random.Next(5, 40))) sends.Add((source, 1, ++sequence, chunk));
        }
    }
}
