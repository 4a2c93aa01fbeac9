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
    private const int FirstPlacements = 1_000;
    private const string Driver = "driver";
    private static readonly int[] Sizes = [100, 1_000, 10_000];
    private static readonly int[] LongSizes = [.. Sizes, 100_000];
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
            var processes = new Dictionary<string, int> { ["scheduler"] = scheduler.Pid, ["redis"] = redis.Pid, [Driver] = Environment.ProcessId };
            await SizesAsync(context, result, key, scheduler.Url, agents, processes, limit.Token);
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
        BenchContext context, RowResult result, InternalKey key, string url, SimulatedAgents agents, Dictionary<string, int> processes, CancellationToken cancellationToken)
    {
        await using var dispatch = new SimulatedDispatch(key, url);
        var first = await PlaceAsync(dispatch, "first", FirstPlacements, cancellationToken);
        result.Figures.Add(new Figure($"first {FirstPlacements} cold placements of a Scheduler that has just started", "/s", first.PerSecond));
        await DiscardAsync(dispatch, agents, first.Leases, cancellationToken);
        var warmUp = await PlaceForAsync(dispatch, "warm-up", context.Options.Round * 2, cancellationToken);
        await DiscardAsync(dispatch, agents, warmUp.Leases, cancellationToken);

        var held = 0;
        foreach (var size in context.Options.Long ? LongSizes : Sizes)
        {
            var before = Memory(processes);
            await PlaceAsync(dispatch, $"of-{size}", size - held, cancellationToken);
            Grown(result, processes, before, size - held, $"of a function with one instance, {size} of them");

            var cpu = CpuUse.Of(processes);
            var placed = await PlaceForAsync(dispatch, $"beside-{size}", context.Options.Round, cancellationToken);
            var used = cpu.Microseconds();
            result.AddCpu($"a placement beside {size} instances", used, placed.Leases.Count);
            result.Figures.Add(new Figure($"cold placements beside {size} instances", "/s", placed.PerSecond)
            {
                Reference = Published, ReferenceName = "the best published control plane, on 100 nodes", Goal = Goal.AtLeast(GoalPerSecond),
            });
            result.Figures.Add(new Figure($"the driver's share of the processor time beside {size} instances", "%", 100 * used[Driver] / used.Values.Sum()));
            await DiscardAsync(dispatch, agents, placed.Leases, cancellationToken);
            result.Figures.Add(new Figure($"lease renewals with {size} instances", "/s", await RenewAsync(context, dispatch, cancellationToken)));

            // The same number once more, as instances of one function.
            before = Memory(processes);
            dispatch.Demand("many", size);
            for (var granted = held; granted < size; granted++) await dispatch.Granted.Reader.ReadAsync(cancellationToken);
            Grown(result, processes, before, size - held, $"of an instance of one function, {size} of them");
            held = size;
        }

        foreach (var (name, pid) in processes) result.PssMegabytes[name] = Math.Round(ProcessMemory.Pss(pid) / 1048576.0, 1);
        result.Faults.AddRange(dispatch.Faults.Take(3));
    }

    private static Dictionary<string, long> Memory(Dictionary<string, int> processes) => processes.ToDictionary(process => process.Key, process => ProcessMemory.Pss(process.Value));

    private static void Grown(RowResult result, Dictionary<string, int> processes, Dictionary<string, long> before, int count, string what)
    {
        foreach (var (name, now) in Memory(processes))
        {
            if (name != Driver) result.Figures.Add(new Figure($"{name}, memory {what}", "bytes", Math.Max(0, now - before[name]) / (double)count));
        }
    }

    /// <summary>Demands functions that have no instance, a bounded number under way.</summary>
    private static Task<Placed> PlaceAsync(SimulatedDispatch dispatch, string prefix, int count, CancellationToken cancellationToken) =>
        PlaceAsync(dispatch, prefix, (stated, _) => stated < count, cancellationToken);

    private static Task<Placed> PlaceForAsync(SimulatedDispatch dispatch, string prefix, TimeSpan time, CancellationToken cancellationToken) =>
        PlaceAsync(dispatch, prefix, (_, start) => Stopwatch.GetElapsedTime(start) < time, cancellationToken);

    private static async Task<Placed> PlaceAsync(SimulatedDispatch dispatch, string prefix, Func<int, long, bool> more, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        var stated = 0;
        List<string> leases = [];
        while (true)
        {
            while (stated - leases.Count < UnderWay && more(stated, start)) dispatch.Demand($"{prefix}-{stated++}", 1);
            if (leases.Count == stated) break;
            leases.Add((await dispatch.Granted.Reader.ReadAsync(cancellationToken)).LeaseId);
            while (dispatch.Granted.Reader.TryRead(out var granted)) leases.Add(granted.LeaseId);
        }

        return new Placed(leases, leases.Count / Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    private static async Task DiscardAsync(SimulatedDispatch dispatch, SimulatedAgents agents, IReadOnlyList<string> leases, CancellationToken cancellationToken)
    {
        var left = agents.Instances - leases.Count;
        foreach (var lease in leases) dispatch.Release(lease, discard: true);
        while (agents.Instances > left) await Task.Delay(10, cancellationToken);
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
        await using (var left = new SimulatedDispatch(key, first))
        await using (var right = new SimulatedDispatch(key, second))
        {
            await PlaceForAsync(right, "second-warm-up", context.Options.Round, cancellationToken);
            var both = await Task.WhenAll(
                PlaceForAsync(left, "left", context.Options.Round, cancellationToken), PlaceForAsync(right, "right", context.Options.Round, cancellationToken));
            result.Figures.Add(new Figure("two replicas, cold placements", "/s", both.Sum(placed => placed.PerSecond)));
            result.Faults.AddRange(left.Faults.Concat(right.Faults).Take(3));
        }

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

    private sealed record Placed(IReadOnlyList<string> Leases, double PerSecond);
}
