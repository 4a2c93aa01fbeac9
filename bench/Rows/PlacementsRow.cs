using System.Diagnostics;
using System.Security.Cryptography;
using ScfAspire.AppHost.Local.DataServers;
using ScfAspire.Bench.Machine;
using ScfAspire.Bench.Platforms;
using ScfAspire.Bench.Results;
using ScfAspire.Bench.Simulation;
using ScfAspire.Contracts.Internal.V1;
using ScfAspire.ServiceDefaults;

namespace ScfAspire.Bench.Rows;

/// <summary>The Scheduler alone, with agents that run nothing: how fast it places, how fast it renews, what an instance takes of its memory.</summary>
internal sealed class PlacementsRow : IRow
{
    /// <summary>Cold starts a second of Dirigent's control plane with 100 nodes, the best published.</summary>
    private const double Published = 2_500;

    private const double GoalPerSecond = 5_000;
    private const int Agents = 8;
    private const int UnderWay = 256;
    private const int SharedFunctions = 64;
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    public string Name => "placements";

    public string Description => "the Scheduler alone with simulated agents: placements and renewals a second, two replicas";

    public async Task RunAsync(BenchContext context, RowResult result, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Longest * (context.Options.Long ? 10 : 1));
        var folder = Directory.CreateTempSubdirectory("scf-bench-");
        try
        {
            var key = new InternalKey(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)));
            await using var redis = await RedisInstance.StartAsync(RedisSoftware.RedisServer, folder.FullName, _ => { }, limit.Token);
            await using var scheduler = await LoneScheduler.StartAsync(context.Root, key, RedisInstance.ConnectionString(redis.Socket), limit.Token);
            await using var agents = await SimulatedAgents.StartAsync(key, Agents, limit.Token);
            agents.ReportTo(scheduler.Url);
            var processes = new Dictionary<string, int> { ["scheduler"] = scheduler.Pid, ["redis"] = redis.Pid };
            await SizesAsync(context, result, key, scheduler.Url, processes, limit.Token);
            await using var second = await LoneScheduler.StartAsync(context.Root, key, RedisInstance.ConnectionString(redis.Socket), limit.Token);
            await TwoReplicasAsync(context, result, key, scheduler.Url, second.Url, limit.Token);
            if (agents.Repeated > 0) result.Faults.Add($"{agents.Repeated} starts were asked for twice");
            result.Conditions.Add($"{Agents} simulated agents and the load in the bench's own process, on the same cores; redis-server on a Unix socket; one instance for each function");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new BenchException("the Scheduler was not done in time");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task SizesAsync(
        BenchContext context, RowResult result, InternalKey key, string url, Dictionary<string, int> processes, CancellationToken cancellationToken)
    {
        await using var dispatch = new SimulatedDispatch(key, url);
        await PlaceAsync(dispatch, "warm-up", 50, cancellationToken);
        var placed = 50;
        var empty = processes.ToDictionary(process => process.Key, process => ProcessMemory.Pss(process.Value));
        var sizes = context.Options.Long ? new[] { 100, 1_000, 10_000 } : [100, 1_000];
        foreach (var size in sizes)
        {
            var cpu = CpuUse.Of(processes);
            var count = size - placed;
            var perSecond = await PlaceAsync(dispatch, $"of-{size}", count, cancellationToken);
            placed = size;
            result.AddCpu($"a placement, up to {size} instances", cpu.Microseconds(), count);
            result.Figures.Add(new Figure($"cold placements up to {size} instances", "/s", perSecond)
            {
                Reference = Published, ReferenceName = "the best published control plane, on 100 nodes", Goal = Goal.AtLeast(GoalPerSecond),
            });
            result.Figures.Add(new Figure($"lease renewals with {size} instances", "/s", await RenewAsync(context, dispatch, cancellationToken)));
        }

        foreach (var (name, pid) in processes)
        {
            var now = ProcessMemory.Pss(pid);
            result.PssMegabytes[name] = Math.Round(now / 1048576.0, 1);
            result.Figures.Add(new Figure($"{name}, memory of a function with one instance", "bytes", Math.Max(0, now - empty[name]) / (double)(placed - 50)));
        }

        // One function more, with many instances.
        var before = processes.ToDictionary(process => process.Key, process => ProcessMemory.Pss(process.Value));
        var many = sizes[^1];
        dispatch.Demand("many", many);
        for (var granted = 0; granted < many; granted++) await dispatch.Granted.Reader.ReadAsync(cancellationToken);
        foreach (var (name, pid) in processes)
            result.Figures.Add(new Figure($"{name}, memory of an instance of one function", "bytes", Math.Max(0, ProcessMemory.Pss(pid) - before[name]) / (double)many));
        result.Faults.AddRange(dispatch.Faults.Take(3));
    }

    /// <summary>Demands functions that have no instance, a bounded number under way, and returns how many were granted in a second.</summary>
    private static async Task<double> PlaceAsync(SimulatedDispatch dispatch, string prefix, int count, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        var stated = 0;
        for (var granted = 0; granted < count; granted++)
        {
            while (stated < count && stated - granted < UnderWay) dispatch.Demand($"{prefix}-{stated++}", 1);
            await dispatch.Granted.Reader.ReadAsync(cancellationToken);
        }

        return count / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static async Task<double> RenewAsync(BenchContext context, SimulatedDispatch dispatch, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        var before = dispatch.Renewed;
        while (Stopwatch.GetElapsedTime(start) < context.Options.Round)
        {
            var expected = dispatch.Renewed + dispatch.Held.Count;
            dispatch.RenewAll();
            while (dispatch.Renewed < expected) await Task.Delay(1, cancellationToken);
        }

        return (dispatch.Renewed - before) / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>Two replicas on one Redis hand the same functions' instances to and fro between two holders; each instance may have one at a time.</summary>
    private static async Task TwoReplicasAsync(BenchContext context, RowResult result, InternalKey key, string first, string second, CancellationToken cancellationToken)
    {
        var owners = new InstanceOwners();
        await using var one = new SimulatedDispatch(key, first);
        await using var other = new SimulatedDispatch(key, second);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        ended.CancelAfter(context.Options.Round * 2);
        var start = Stopwatch.GetTimestamp();
        await Task.WhenAll(HandAboutAsync(one, owners, ended.Token), HandAboutAsync(other, owners, ended.Token));
        cancellationToken.ThrowIfCancellationRequested();
        result.Figures.Add(new Figure("two replicas, leases granted", "/s", owners.Granted / Stopwatch.GetElapsedTime(start).TotalSeconds));
        result.Figures.Add(new Figure("two replicas, instances given to two at once", "instances", owners.Doubled) { Goal = Goal.AtMost(0) });
        if (owners.Doubled > 0) result.Faults.Add($"{owners.Doubled} instances were leased to two at once");
        result.Faults.AddRange(one.Faults.Concat(other.Faults).Take(3));
    }

    private static async Task HandAboutAsync(SimulatedDispatch dispatch, InstanceOwners owners, CancellationToken cancellationToken)
    {
        for (var function = 0; function < SharedFunctions; function++) dispatch.Demand($"shared-{function}", 1);
        var held = new Queue<LeaseGranted>();
        try
        {
            while (true)
            {
                var granted = await dispatch.Granted.Reader.ReadAsync(cancellationToken);
                owners.Take(granted.Instance.InstanceId);
                held.Enqueue(granted);
                // Half of the functions stay held while the others are given back and asked for again.
                if (held.Count <= SharedFunctions / 2) continue;
                var back = held.Dequeue();
                var function = back.SpecId.Split('/')[0];
                owners.Leave(back.Instance.InstanceId);
                dispatch.Demand(function, 0);
                dispatch.Release(back.LeaseId);
                dispatch.Demand(function, 1);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The round is over.
        }
    }
}
