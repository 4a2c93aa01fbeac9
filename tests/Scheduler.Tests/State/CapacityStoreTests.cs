using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using ScfAspire.Contracts.Internal.V1;
using ScfAspire.Scheduler.State;
using ScfAspire.TestKit.Redis;
using StackExchange.Redis;

namespace ScfAspire.Scheduler.Tests.State;

/// <summary>What every server that may hold the shared capacity has to do.</summary>
public abstract class CapacityStoreTests : IAsyncLifetime
{
    private const string Spec = "id/$LATEST/1";
    private static readonly SpecInfo Info = new("default", "f", 3_000);

    private readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow);
    private ConnectionMultiplexer _first = null!;
    private ConnectionMultiplexer _second = null!;
    private CapacityStore _one = null!;
    private CapacityStore _two = null!;

    protected abstract IRedisCompatibleServer Server { get; }

    public async ValueTask InitializeAsync()
    {
        await Server.FlushAsync();
        _first = await ConnectionMultiplexer.ConnectAsync(Server.ConnectionString);
        _second = await ConnectionMultiplexer.ConnectAsync(Server.ConnectionString);
        _one = new CapacityStore(_first, Options.Create(new SchedulerOptions()), _time);
        _two = new CapacityStore(_second, Options.Create(new SchedulerOptions()), _time);
        await _one.SaveAgentAsync(new AgentReport { AgentId = "a", Epoch = 1, Pool = "local", MemoryCapacityMb = 100_000, InstanceCapacity = 1_000, Link = "unix:/x" });
    }

    public async ValueTask DisposeAsync()
    {
        await _first.DisposeAsync();
        await _second.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task The_specs_of_a_function_are_found_by_its_name()
    {
        await _one.SaveSpecAsync("id/$LATEST/1", Info);
        await _one.SaveSpecAsync("id/$LATEST/1", Info);
        await _two.ReserveAsync("a", 1, new InstanceEntry("id/$LATEST/2", 128, false, 0), Info);
        await _two.ReserveAsync("a", 2, new InstanceEntry("id/$LATEST/2", 128, false, 0), Info);
        await _one.SaveSpecAsync("other/$LATEST/1", new SpecInfo("default", "g", 3_000));

        var found = await _one.SpecsOfAsync([("default", "f"), ("default", "absent")]);
        Assert.Equal(["id/$LATEST/1", "id/$LATEST/2"], found.Keys.Order());
        Assert.All(found.Values, info => Assert.Equal(Info, info));

        await _two.ForgetSpecAsync("id/$LATEST/1");
        Assert.Equal(["id/$LATEST/2"], (await _one.SpecsOfAsync([("default", "f")])).Keys);
        await _two.ForgetSpecAsync("id/$LATEST/2");
        Assert.Empty(await _one.SpecsOfAsync([("default", "f")]));
        Assert.Equal(["other/$LATEST/1"], await _one.SpecIdsAsync());
    }

    [Fact]
    public async Task Two_replicas_never_give_one_slot_twice()
    {
        const int Instances = 50;
        for (ulong id = 1; id <= Instances; id++) await AddAsync(id, concurrency: 3);
        var slots = new ConcurrentDictionary<ulong, int>();
        await Parallel.ForEachAsync(Enumerable.Range(0, 300), async (i, _) =>
        {
            foreach (var claimed in await (i % 2 == 0 ? _one : _two).ClaimAsync(Spec, 1))
                slots.AddOrUpdate(claimed.Lease.InstanceId, claimed.Lease.Slots, (_, known) => known + claimed.Lease.Slots);
        });
        Assert.Equal(Instances * 3, slots.Values.Sum());
        Assert.All(slots.Values, count => Assert.Equal(3, count));
        Assert.Empty(await _one.ClaimAsync(Spec, 1));
    }

    [Fact]
    public async Task A_released_slot_can_be_claimed_again_and_releasing_twice_gives_one_slot()
    {
        await AddAsync(1);
        var claimed = Assert.Single(await _one.ClaimAsync(Spec, 1));
        Assert.Empty(await _two.ClaimAsync(Spec, 1));
        Assert.True(await _two.ReleaseAsync(claimed.Lease));
        Assert.False(await _one.ReleaseAsync(claimed.Lease));
        Assert.Single(await _two.ClaimAsync(Spec, 1));
        Assert.Empty(await _two.ClaimAsync(Spec, 1));
    }

    [Fact]
    public async Task A_lease_expires_unless_it_is_renewed()
    {
        await AddAsync(1);
        await AddAsync(2);
        var kept = Assert.Single(await _one.ClaimAsync(Spec, 1)).Lease;
        var left = Assert.Single(await _one.ClaimAsync(Spec, 1)).Lease;
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal([RenewOutcome.Renewed], await _two.RenewAsync([kept], _two.NewExpiry));
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal([left], await _two.ExpiredLeasesAsync(10));
        Assert.True(await _two.ReleaseAsync(left, onlyExpired: true));
        Assert.False(await _two.ReleaseAsync(kept, onlyExpired: true));
    }

    [Fact]
    public async Task After_a_loss_of_the_state_a_lease_is_taken_up_again_once_its_instance_is_known()
    {
        await AddAsync(1);
        var lease = Assert.Single(await _one.ClaimAsync(Spec, 1)).Lease;
        await Server.FlushAsync();
        Assert.Equal([RenewOutcome.Unknown], await _one.RenewAsync([lease], _one.NewExpiry));
        await _one.AdoptAsync("a", 1, new InstanceEntry(Spec, 128, true, 0), 1);
        Assert.Equal([RenewOutcome.Renewed], await _one.RenewAsync([lease], _one.NewExpiry));
        Assert.Empty(await _two.ClaimAsync(Spec, 1));
        await Server.FlushAsync();
        await _one.AdoptAsync("a", 1, new InstanceEntry(Spec, 128, true, 0), 1);
        Assert.Single(await _two.ClaimAsync(Spec, 1));
        Assert.Equal([RenewOutcome.Taken], await _one.RenewAsync([lease], _one.NewExpiry));
    }

    [Fact]
    public async Task Room_is_reserved_up_to_the_agents_capacity_and_given_back_once()
    {
        await _one.SaveAgentAsync(new AgentReport { AgentId = "small", Epoch = 1, Pool = "local", MemoryCapacityMb = 300, InstanceCapacity = 5 });
        var entry = new InstanceEntry(Spec, 128, false, 1);
        var reserved = await Task.WhenAll(Enumerable.Range(1, 10).Select(i => (i % 2 == 0 ? _one : _two).ReserveAsync("small", (ulong)i, entry, Info)));
        Assert.Equal(2, reserved.Count(done => done));
        var id = (ulong)(Array.IndexOf(reserved, true) + 1);
        await _one.RemoveAsync(Spec, id, "small", onlyIdle: false, byIntent: false);
        await _two.RemoveAsync(Spec, id, "small", onlyIdle: false, byIntent: false);
        Assert.Equal(128, (await _one.AgentAsync("small"))!.UsedMemoryMb);
        Assert.True(await _one.ReserveAsync("small", 99, entry, Info));
        Assert.False(await _one.ReserveAsync("small", 100, entry, Info));
    }

    [Fact]
    public async Task Removing_an_instance_names_its_leases_and_an_idle_one_goes_only_when_unleased()
    {
        await AddAsync(1, concurrency: 2);
        var lease = Assert.Single(await _one.ClaimAsync(Spec, 1)).Lease;
        Assert.False((await _two.RemoveAsync(Spec, 1, "a", onlyIdle: true, byIntent: true)).Existed);
        var (existed, leases) = await _two.RemoveAsync(Spec, 1, "a", onlyIdle: false, byIntent: true);
        Assert.True(existed);
        Assert.Equal([lease.ToString()], leases);
        Assert.True(await _one.IsRetiredAsync(1));
        Assert.False(await _one.ReleaseAsync(lease));
        Assert.Empty(await _one.ClaimAsync(Spec, 1));
    }

    [Fact]
    public async Task Idle_instances_are_found_by_how_long_nobody_leased_them()
    {
        await AddAsync(1);
        await AddAsync(2);
        await _one.ClaimAsync(Spec, 1);
        _time.Advance(TimeSpan.FromMinutes(6));
        Assert.Equal([(Spec, 2UL)], await _two.IdleAsync(TimeSpan.FromMinutes(5), 10));
        Assert.True((await _two.RemoveAsync(Spec, 2, "a", onlyIdle: true, byIntent: true)).Existed);
        Assert.Empty(await _one.IdleAsync(TimeSpan.FromMinutes(5), 10));
    }

    [Fact]
    public async Task A_report_of_a_former_life_changes_nothing()
    {
        Assert.Equal(1, await _one.SaveAgentAsync(new AgentReport { AgentId = "a", Epoch = 2, Pool = "local", Link = "unix:/new" }));
        Assert.Equal(2, await _one.SaveAgentAsync(new AgentReport { AgentId = "a", Epoch = 1, Pool = "local", Link = "unix:/old" }));
        Assert.Equal("unix:/new", (await _two.AgentAsync("a"))!.Link);
    }

    private async Task AddAsync(ulong id, int concurrency = 1)
    {
        var entry = new InstanceEntry(Spec, 128, false, 1);
        Assert.True(await _one.ReserveAsync("a", id, entry, Info));
        Assert.True(await _one.RegisterAsync("a", id, entry, concurrency, 0, ""));
    }
}
