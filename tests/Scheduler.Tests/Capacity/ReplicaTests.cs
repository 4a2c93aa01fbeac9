using System.Collections.Concurrent;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using Microsoft.Extensions.Hosting;
using ScfAspire.Contracts.Internal.V1;
using ScfAspire.Scheduler.Tests.Doubles;
using ScfAspire.ServiceDefaults;
using ScfAspire.TestKit.Redis;
using ScfAspire.TestKit.Simulation;

namespace ScfAspire.Scheduler.Tests.Capacity;

/// <summary>Several Schedulers on one server of each kind: none gives what another gave, and what one leaves behind is found.</summary>
public abstract class ReplicaTests : IAsyncLifetime
{
    private readonly List<IAsyncDisposable> _owned = [];
    private IRedisCompatibleServer _redis = null!;

    public async ValueTask InitializeAsync() => _redis = await StartServerAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        for (var i = _owned.Count - 1; i >= 0; i--)
        {
            // Disposal alone takes the connection from under background services that still run.
            if (_owned[i] is IHost scheduler) await scheduler.StopAsync(CancellationToken.None);
            await _owned[i].DisposeAsync();
        }

        await _redis.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Two_replicas_under_concurrent_demand_give_no_instance_to_two()
    {
        const int Functions = 12;
        const int Grants = 400;
        var schedulers = new[] { await SchedulerAsync(), await SchedulerAsync() };
        var agents = new[] { await AgentAsync(schedulers[0]), await AgentAsync(schedulers[1]), await AgentAsync(schedulers[0]) };
        var owners = new ConcurrentDictionary<ulong, LeaseHolder>();
        var doubled = new ConcurrentQueue<ulong>();
        var grants = 0;
        var holders = schedulers.Select(Holder).ToList();
        foreach (var holder in holders)
        {
            holder.OnGranted = granted =>
            {
                var instance = granted.Instance.InstanceId;
                if (!owners.TryAdd(instance, holder)) doubled.Enqueue(instance);
                if (Interlocked.Increment(ref grants) > Grants) return;
                // Given back and asked for anew: the other replica is as likely to get it.
                owners.TryRemove(instance, out _);
                holder.Release(granted.LeaseId);
                holder.Demand(granted.SpecId, 2);
            };
            for (var function = 0; function < Functions; function++) holder.Demand($"f{function}/1/1", 2);
        }

        await Eventually.TrueAsync(() => Volatile.Read(ref grants) > Grants, "every grant");
        Assert.Empty(doubled);
        var starts = agents.SelectMany(agent => agent.Starts).Select(start => start.InstanceId).ToList();
        Assert.Equal(starts.Count, starts.Distinct().Count());
        Assert.DoesNotContain(holders, holder => holder.All.Any(response => response.Refused is not null || response.Revoked is not null));
    }

    [Fact]
    public async Task Two_replicas_that_place_on_one_agent_never_fill_it_beyond_its_room()
    {
        const int Room = 20;
        var schedulers = new[] { await SchedulerAsync(), await SchedulerAsync() };
        var agent = await AgentAsync(schedulers[0], memoryMb: Room * 128);
        var holders = schedulers.Select(Holder).ToList();
        for (var function = 0; function < Room; function++)
        {
            for (var i = 0; i < holders.Count; i++) holders[i].Demand($"f{function}-{i}/1/1", 1);
        }

        // Each of the demands ends one way or the other.
        await Eventually.TrueAsync(
            () => holders.Sum(holder => holder.All.Count(response => response.Granted is not null || response.Refused is { StatusCode: 449 })) == 2 * Room, "an answer to every demand");
        Assert.Equal(Room, holders.Sum(holder => holder.Granted.Count()));
        Assert.Equal(Room, agent.Instances.Count);
    }

    [Fact]
    public async Task A_Scheduler_killed_in_the_midst_of_placements_leaves_nothing_behind()
    {
        const int Functions = 60;
        const int Answered = 20;
        var options = new[] { "--Scheduler:LeaseDuration=00:01:00", "--Scheduler:IdleReclaim=00:00:01", "--Scheduler:StartGrace=00:00:05", "--Scheduler:HeartbeatInterval=00:00:02" };
        var killed = await ProcessAsync(SchedulerProcess.FreePort(), options);
        var agents = new[] { await AgentAsync(killed.Url, memoryMb: 100_000), await AgentAsync(killed.Url, memoryMb: 100_000) };
        var started = 0;
        var gate = new TaskCompletionSource();
        foreach (var agent in agents)
        {
            agent.OnStart = async _ =>
            {
                if (Interlocked.Increment(ref started) > Answered) await gate.Task;
                return new StartInstanceResponse { Started = new InstanceStarted { ColdStart = new ColdStart { TotalUs = 1_000 } } };
            };
        }

        var before = Holder(killed.Url);
        for (var function = 0; function < Functions; function++) before.Demand($"f{function}/1/1", 1);
        await Eventually.TrueAsync(() => Volatile.Read(ref started) == Functions && before.Granted.Count() == Answered, "some are granted, the others are starting");
        await killed.KillAsync();
        // Instances of which nobody is told but by the agents' reports.
        gate.SetResult();

        var successor = await ProcessAsync(killed.Port, options);
        var after = Holder(successor.Url);
        var held = before.Granted.ToDictionary(granted => granted.SpecId);
        after.Send(new LeaseRequest { Renew = new RenewLeases { LeaseIds = { held.Values.Select(granted => granted.LeaseId) } } });
        for (var function = 0; function < Functions; function++) after.Demand($"f{function}/1/1", 1);
        await Eventually.TrueAsync(() => held.Count + after.Granted.Count() == Functions, "every function has an instance");
        var instances = held.Values.Concat(after.Granted).Select(granted => granted.Instance.InstanceId).ToList();
        Assert.Equal(Functions, instances.Distinct().Count());
        Assert.All(instances, instance => Assert.Contains(agents, agent => agent.Instances.Contains(instance)));

        foreach (var lease in held.Values.Concat(after.Granted)) after.Release(lease.LeaseId);
        await Eventually.TrueAsync(() => agents.All(agent => agent.Instances.Count == 0), "every instance is reclaimed, the orphans too");
        await UntilAsync(successor.Url, all => all.Count == agents.Length && all.All(agent => agent.Instances.Count == 0));
    }

    [Fact]
    public async Task An_agent_lost_and_found_again_brings_its_instances_back()
    {
        var scheduler = await SchedulerAsync();
        using var cut = new CancellationTokenSource();
        var agent = await AgentAsync(scheduler, cut: cut);
        var holder = Holder(scheduler);
        holder.Demand("s/1/1", 1);
        var granted = await holder.GrantedAsync(1);
        await cut.CancelAsync();
        Assert.Equal(granted.LeaseId, (await holder.RevokedAsync()).LeaseId);
        _ = agent.ReportToAsync(scheduler, TestContext.Current.CancellationToken);
        await UntilAsync(scheduler, agents => agents.Any(found => found.Instances.Count == 1));
        holder.Demand("s/1/1", 1);
        Assert.Equal(granted.Instance.InstanceId, (await holder.GrantedAsync(2)).Instance.InstanceId);
        Assert.Single(agent.Starts);
        Assert.Empty(agent.Stops);
    }

    protected abstract Task<IRedisCompatibleServer> StartServerAsync(CancellationToken cancellationToken);

    /// <summary>Waits until the Scheduler says so of its agents.</summary>
    private static async Task UntilAsync(string scheduler, Func<IReadOnlyList<AgentReport>, bool> condition)
    {
        using var channel = GrpcChannel.ForAddress(scheduler);
        var client = new Contracts.Internal.V1.Capacity.CapacityClient(channel.Intercept(new InternalKeyClientInterceptor(new InternalKey(SimulatedAgent.Key))));
        await Eventually.TrueAsync(async () => condition((await client.GetCapacityAsync(new GetCapacityRequest())).Agents), "the agents are as expected");
    }

    private async Task<string> SchedulerAsync()
    {
        var app = SchedulerHost.Build(SchedulerProcess.Arguments(_redis.ConnectionString, 0));
        await app.StartAsync(TestContext.Current.CancellationToken);
        _owned.Add(app);
        return app.Urls.First();
    }

    private async Task<SchedulerProcess> ProcessAsync(int port, params string[] options)
    {
        var scheduler = await SchedulerProcess.StartAsync(_redis.ConnectionString, port, options);
        _owned.Add(scheduler);
        return scheduler;
    }

    private async Task<SimulatedAgent> AgentAsync(string url, long memoryMb = 16_384, CancellationTokenSource? cut = null)
    {
        var agent = new SimulatedAgent { MemoryMb = memoryMb };
        _owned.Add(agent);
        await agent.StartAsync();
        _ = agent.ReportToAsync(url, cut?.Token ?? TestContext.Current.CancellationToken);
        return agent;
    }

    private LeaseHolder Holder(string url)
    {
        var holder = new LeaseHolder(url);
        _owned.Add(holder);
        return holder;
    }
}
