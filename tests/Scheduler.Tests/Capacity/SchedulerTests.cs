using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using Microsoft.Extensions.Hosting;
using ScfAspire.Contracts.Internal.V1;
using ScfAspire.Scheduler.Tests.Doubles;
using ScfAspire.ServiceDefaults;
using ScfAspire.TestKit.Redis;
using ScfAspire.TestKit.Simulation;

namespace ScfAspire.Scheduler.Tests.Capacity;

/// <summary>The whole service on a server of each kind, with simulated agents and a test that speaks as Dispatch.</summary>
public abstract class SchedulerTests : IAsyncLifetime
{
    private readonly List<IAsyncDisposable> _owned = [];
    private IRedisCompatibleServer _redis = null!;
    private string _url = "";

    public async ValueTask InitializeAsync()
    {
        _redis = await StartServerAsync(TestContext.Current.CancellationToken);
        _url = await StartSchedulerAsync();
    }

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
    public async Task Demand_starts_an_instance_and_a_second_holder_gets_it_once_it_is_free()
    {
        var agent = await AgentAsync();
        var first = Holder(_url);
        first.Demand("s/1/1", 1);
        var granted = await first.GrantedAsync(1);
        Assert.Equal((agent.AgentId, agent.LinkAddress, 1_000L), (granted.Instance.AgentId, granted.Instance.Link, granted.ColdStart.TotalUs));
        first.Send(new LeaseRequest { Release = new ReleaseLease { LeaseId = granted.LeaseId } });
        first.Demand("s/1/1", 0);
        var second = Holder(await StartSchedulerAsync());
        second.Demand("s/1/1", 1);
        Assert.Equal(granted.Instance.InstanceId, (await second.GrantedAsync(1)).Instance.InstanceId);
        Assert.Single(agent.Starts);
    }

    [Fact]
    public async Task A_lease_that_lapses_ends_no_instance_and_gives_it_to_nobody_yet()
    {
        var agent = await AgentAsync();
        var holder = Holder(_url);
        holder.Demand("s/1/1", 1);
        var lapsed = await holder.GrantedAsync(1);
        holder.Send(new LeaseRequest { Release = new ReleaseLease { LeaseId = lapsed.LeaseId, Lapse = true, Reason = "no answer" } });
        holder.Demand("s/1/1", 1);
        Assert.NotEqual(lapsed.Instance.InstanceId, (await holder.GrantedAsync(2)).Instance.InstanceId);
        Assert.Empty(agent.Stops);
    }

    [Fact]
    public async Task A_failed_start_is_told_to_all_who_wait_for_that_spec_and_to_no_other()
    {
        var agent = await AgentAsync();
        agent.OnStart = request => Task.FromResult(request.SpecId == "bad/1/1"
            ? new StartInstanceResponse { Failed = new InstanceFailed { StatusCode = 437, Message = "no handler", InitLog = "log", ErrorJson = "{}" } }
            : new StartInstanceResponse { Started = new InstanceStarted() });
        var holder = Holder(_url);
        holder.Demand("bad/1/1", 1);
        holder.Demand("good/1/1", 1);
        var refused = await holder.RefusedAsync();
        Assert.Equal(("bad/1/1", 437, "no handler", "log", "{}"), (refused.SpecId, refused.StatusCode, refused.Message, refused.InitLog, refused.ErrorJson));
        Assert.Equal("good/1/1", (await holder.GrantedAsync(1)).SpecId);
    }

    [Fact]
    public async Task A_full_agent_is_passed_over_and_idle_instances_make_way_before_449()
    {
        await AgentAsync(memoryMb: 128);
        var holder = Holder(_url);
        holder.Demand("a/1/1", 1);
        var first = await holder.GrantedAsync(1);
        holder.Demand("b/1/1", 1);
        Assert.Equal(449, (await holder.RefusedAsync()).StatusCode);
        holder.Send(new LeaseRequest { Release = new ReleaseLease { LeaseId = first.LeaseId } });
        holder.Demand("b/1/1", 1);
        Assert.Equal("b/1/1", (await holder.GrantedAsync(2)).SpecId);
    }

    [Fact]
    public async Task An_agent_that_restarts_loses_its_former_instances_at_once()
    {
        var former = await AgentAsync();
        var holder = Holder(_url);
        holder.Demand("s/1/1", 1);
        var granted = await holder.GrantedAsync(1);
        await former.DisposeAsync();
        await AgentAsync(former.AgentId, epoch: 2);
        Assert.Equal(granted.LeaseId, (await holder.RevokedAsync()).LeaseId);
    }

    [Fact]
    public async Task An_agent_that_falls_silent_loses_its_instances()
    {
        var agent = await AgentAsync();
        var holder = Holder(_url);
        holder.Demand("s/1/1", 1);
        await holder.GrantedAsync(1);
        await agent.DisposeAsync();
        await holder.RevokedAsync();
    }

    [Fact]
    public async Task A_complete_report_that_was_on_its_way_during_a_start_ends_nothing_and_a_second_that_lacks_the_instance_does()
    {
        var stop = TestContext.Current.CancellationToken;
        var url = await StartSchedulerAsync("--Scheduler:HeartbeatInterval=00:01:00");
        var agent = new SimulatedAgent();
        _owned.Add(agent);
        await agent.StartAsync();
        using var channel = GrpcChannel.ForAddress(url);
        using var stream = new AgentRegistry.AgentRegistryClient(channel.Intercept(new InternalKeyClientInterceptor(new InternalKey(SimulatedAgent.Key)))).Report(cancellationToken: stop);
        await stream.RequestStream.WriteAsync(Complete(), stop);
        var holder = Holder(url);
        holder.Demand("s/1/1", 1);
        var granted = await holder.GrantedAsync(1);

        await stream.RequestStream.WriteAsync(Complete(), stop);
        await AskedForAllAsync();
        await stream.RequestStream.WriteAsync(Complete(granted.Instance.InstanceId), stop);
        await stream.RequestStream.WriteAsync(Complete(), stop);
        await AskedForAllAsync();
        Assert.DoesNotContain(holder.All, response => response.Revoked is not null);
        await stream.RequestStream.WriteAsync(Complete(), stop);
        Assert.Equal(granted.LeaseId, (await holder.RevokedAsync()).LeaseId);

        AgentReport Complete(params ulong[] instances) => new()
        {
            AgentId = agent.AgentId, Epoch = 1, Pool = "local", ControlUrl = agent.ControlUrl, Link = agent.LinkAddress, MemoryCapacityMb = 4_096, InstanceCapacity = 10, Complete = true,
            Instances = { instances.Select(id => new InstanceState { InstanceId = id, SpecId = "s/1/1", Phase = InstancePhase.Ready, MemoryMb = 128, Concurrency = 1 }) },
        };

        async Task AskedForAllAsync()
        {
            do Assert.True(await stream.ResponseStream.MoveNext(stop));
            while (stream.ResponseStream.Current.ReportAll is null);
        }
    }

    [Fact]
    public async Task A_loss_of_redis_loses_no_instance()
    {
        var agent = await AgentAsync();
        var holder = Holder(_url);
        holder.Demand("s/1/1", 1);
        var granted = await holder.GrantedAsync(1);
        var reports = agent.Directives.Count(directive => directive.KindCase == AgentDirective.KindOneofCase.ReportAll);
        await _redis.CrashAndRestartAsync(TestContext.Current.CancellationToken);
        await Eventually.TrueAsync(() => agent.Directives.Count(directive => directive.KindCase == AgentDirective.KindOneofCase.ReportAll) > reports, "a complete report is asked for");
        await Eventually.TrueAsync(
            () =>
            {
                holder.Send(new LeaseRequest { Renew = new RenewLeases { LeaseIds = { granted.LeaseId } } });
                return holder.All.Any(response => response.Renewed?.LeaseIds.Contains(granted.LeaseId) == true);
            },
            "the lease goes on");
        Assert.Single(agent.Starts);
        Assert.Empty(agent.Stops);
    }

    [Fact]
    public async Task Agents_are_told_how_many_generic_processes_to_keep()
    {
        var agent = await AgentAsync();
        await Eventually.TrueAsync(() => agent.Directives.Any(directive => directive.WarmTargets is not null), "warm targets");
        var targets = agent.Directives.First(directive => directive.WarmTargets is not null).WarmTargets.Targets;
        Assert.Equal((2, 2, 1), (targets["nodejs20.19"], targets["python3.10"], targets["customruntime"]));
    }

    protected abstract Task<IRedisCompatibleServer> StartServerAsync(CancellationToken cancellationToken);

    private async Task<string> StartSchedulerAsync(params string[] options)
    {
        var app = SchedulerHost.Build([.. SchedulerProcess.Arguments(_redis.ConnectionString, 0), .. options]);
        await app.StartAsync(TestContext.Current.CancellationToken);
        _owned.Add(app);
        return app.Urls.First();
    }

    private async Task<SimulatedAgent> AgentAsync(string? id = null, long epoch = 1, long memoryMb = 4_096)
    {
        var agent = new SimulatedAgent { AgentId = id ?? $"agent-{Guid.NewGuid().ToString("N")[..6]}", Epoch = epoch, MemoryMb = memoryMb };
        _owned.Add(agent);
        await agent.StartAsync();
        _ = agent.ReportToAsync(_url);
        return agent;
    }

    private LeaseHolder Holder(string url)
    {
        var holder = new LeaseHolder(url);
        _owned.Add(holder);
        return holder;
    }
}
