using System.Globalization;
using Microsoft.Extensions.Options;
using ScfAspire.Contracts.Internal.V1;
using StackExchange.Redis;

namespace ScfAspire.Scheduler.State;

/// <summary>
/// The capacity that all replicas share. Every change is one script, so that any number of replicas can work side by side. Throws
/// <see cref="RedisException"/> while Redis cannot be reached.
/// </summary>
internal sealed class CapacityStore
{
    private readonly IDatabase _db;
    private readonly SchedulerOptions _options;
    private readonly TimeProvider _time;
    private readonly ScriptBatch _reserve;
    private readonly ScriptBatch _register;
    private readonly ScriptBatch _claim;
    private readonly ScriptBatch _release;
    private readonly ScriptBatch _renew;
    private readonly ScriptBatch _remove;

    public CapacityStore(IConnectionMultiplexer redis, IOptions<SchedulerOptions> options, TimeProvider time)
    {
        (_db, _options, _time) = (redis.GetDatabase(), options.Value, time);
        _reserve = new ScriptBatch(_db, Scripts.Reserve);
        _register = new ScriptBatch(_db, Scripts.Register);
        _claim = new ScriptBatch(_db, Scripts.Claim);
        _release = new ScriptBatch(_db, Scripts.Release);
        _renew = new ScriptBatch(_db, Scripts.Renew);
        _remove = new ScriptBatch(_db, Scripts.Remove);
    }

    private long Now => _time.GetUtcNow().ToUnixTimeMilliseconds();

    public long NewExpiry => Now + (long)_options.LeaseDuration.TotalMilliseconds;

    /// <summary>Stores a report's facts for three heartbeats.</summary>
    /// <returns>The epoch stored before, or null when the agent was not known. A report of a former life changes nothing.</returns>
    public async Task<long?> SaveAgentAsync(AgentReport report)
    {
        RedisValue[] head = [report.AgentId, report.Epoch, (long)_options.AgentTimeToLive.TotalMilliseconds];
        var former = await _db.ScriptEvaluateAsync(Scripts.SaveAgent, [Keys.Agent(report.AgentId), Keys.Agents], [.. head, .. AgentInfo.FieldsOf(report)]);
        return former.IsNull ? null : (long)former;
    }

    public async Task<IReadOnlyList<AgentInfo>> AgentsAsync()
    {
        var ids = await _db.SetMembersAsync(Keys.Agents);
        var all = await Task.WhenAll(ids.Select(async id => AgentInfo.From(id!, await _db.HashGetAllAsync(Keys.Agent(id!)))));
        return [.. all.OfType<AgentInfo>()];
    }

    public async Task<AgentInfo?> AgentAsync(string agentId) => AgentInfo.From(agentId, await _db.HashGetAllAsync(Keys.Agent(agentId)));

    /// <summary>Agents whose heartbeat has stopped.</summary>
    public async Task<IReadOnlyList<string>> SilentAgentsAsync()
    {
        var ids = await _db.SetMembersAsync(Keys.Agents);
        var there = await Task.WhenAll(ids.Select(id => _db.KeyExistsAsync(Keys.Agent(id!))));
        return [.. ids.Where((_, i) => !there[i]).Select(id => (string)id!)];
    }

    /// <summary>Takes an agent out before its heartbeat has run out: its pod is gone.</summary>
    public async Task DropAgentAsync(string agentId)
    {
        await _db.KeyDeleteAsync(Keys.Agent(agentId));
        await ForgetAgentAsync(agentId);
    }

    /// <summary>Lets no instance start on an agent that has none; it is about to go.</summary>
    /// <returns>False where it has one, or is not known.</returns>
    public async Task<bool> CloseAgentAsync(string agentId) => (int)await _db.ScriptEvaluateAsync(Scripts.CloseAgent, [Keys.Agent(agentId)]) == 1;

    public Task ForgetAgentAsync(string agentId) => _db.SetRemoveAsync(Keys.Agents, agentId);

    public async Task<IReadOnlyDictionary<ulong, InstanceEntry>> InstancesOfAgentAsync(string agentId) =>
        (await _db.HashGetAllAsync(Keys.AgentInstances(agentId))).ToDictionary(entry => (ulong)entry.Name, entry => InstanceEntry.Parse(entry.Value!));

    /// <summary>What the store says of these instances of an agent; those that it does not know are left out.</summary>
    public async Task<IReadOnlyDictionary<ulong, InstanceEntry>> InstancesOfAgentAsync(string agentId, IReadOnlyList<ulong> ids)
    {
        if (ids.Count == 0) return new Dictionary<ulong, InstanceEntry>();
        var entries = await _db.HashGetAsync(Keys.AgentInstances(agentId), [.. ids.Select(id => (RedisValue)id)]);
        return ids.Zip(entries).Where(pair => pair.Second.HasValue).DistinctBy(pair => pair.First).ToDictionary(pair => pair.First, pair => InstanceEntry.Parse(pair.Second!));
    }

    /// <summary>Takes room of an agent for an instance that is to start there.</summary>
    /// <returns>False when there is none.</returns>
    public async Task<bool> ReserveAsync(string agentId, ulong instanceId, InstanceEntry entry, SpecInfo spec) =>
        (int)await _reserve.RunAsync([Keys.Agent(agentId), Keys.AgentInstances(agentId)], [instanceId, entry.Text, entry.MemoryMb, entry.SpecId, spec.Text]) == 1;

    /// <summary>Takes an instance in that the store does not know: its agent runs it, whatever the capacity.</summary>
    public async Task AdoptAsync(string agentId, ulong instanceId, InstanceEntry entry, int concurrency)
    {
        await _db.HashSetAsync(Keys.AgentInstances(agentId), instanceId, entry.Text);
        await RegisterAsync(agentId, instanceId, entry, concurrency, 0, "");
    }

    public Task RecountAsync(string agentId) => _db.ScriptEvaluateAsync(Scripts.Recount, [Keys.Agent(agentId), Keys.AgentInstances(agentId)]);

    /// <summary>Makes a started instance known, with <paramref name="slots"/> of it leased at once.</summary>
    /// <returns>
    /// False when the reservation is gone (its agent has ended, or the state was lost and will be rebuilt from reports), or when the instance was taken in from a
    /// report meanwhile: nothing is leased then.
    /// </returns>
    public async Task<bool> RegisterAsync(string agentId, ulong instanceId, InstanceEntry entry, int concurrency, int slots, string nonce)
    {
        var info = string.Create(CultureInfo.InvariantCulture, $"{agentId}|{entry.MemoryMb}|{concurrency}");
        var ready = entry with { Ready = true, Deadline = 0 };
        return (int)await _register.RunAsync(
            [.. SpecKeys(entry.SpecId), Keys.AgentInstances(agentId)],
            [instanceId, info, concurrency, slots, nonce, NewExpiry, entry.SpecId, Now, ready.Text]) == 1;
    }

    /// <summary>Takes free slots of running instances, each instance's as one lease; none when no slot is free.</summary>
    public async Task<IReadOnlyList<ClaimedSlots>> ClaimAsync(string specId, int wanted)
    {
        var nonce = LeaseId.NewNonce();
        var answer = (string)(await _claim.RunAsync(SpecKeys(specId), [wanted, nonce, NewExpiry, specId]))!;
        if (answer.Length == 0) return [];
        List<ClaimedSlots> claimed = [];
        foreach (var line in answer.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = line.Split('|', 3);
            var lease = new LeaseId(ulong.Parse(parts[0], CultureInfo.InvariantCulture), int.Parse(parts[1], CultureInfo.InvariantCulture), nonce, specId);
            claimed.Add(new ClaimedSlots(lease, parts[2]));
        }

        return claimed;
    }

    /// <summary>True when slots became free.</summary>
    public async Task<bool> ReleaseAsync(LeaseId lease, bool onlyExpired = false) =>
        (int)await _release.RunAsync(SpecKeys(lease.SpecId), [lease.InstanceId, lease.Slots, lease.Nonce, lease.SpecId, Now, onlyExpired ? 1 : 0]) == 1;

    /// <summary>Extends leases, and takes those up again that a loss of the state took with it.</summary>
    /// <returns>What became of each, in their order.</returns>
    public async Task<IReadOnlyList<RenewOutcome>> RenewAsync(IReadOnlyList<LeaseId> leases, long expires)
    {
        if (leases.Count == 0) return [];
        // A lease that has an expiry is known: one command moves them all. Only where some have none each is looked at.
        var moved = await _db.SortedSetUpdateAsync(Keys.LeaseExpiry, [.. leases.Select(lease => new SortedSetEntry(lease.ToString(), expires))], SortedSetWhen.Exists);
        if (moved == leases.Count) return [.. Enumerable.Repeat(RenewOutcome.Renewed, leases.Count)];
        return await Task.WhenAll(leases.Select(async lease =>
            (RenewOutcome)(int)await _renew.RunAsync(SpecKeys(lease.SpecId), [lease.InstanceId, lease.Slots, lease.Nonce, lease.SpecId, expires])));
    }

    /// <summary>Takes an instance out of the store.</summary>
    /// <param name="specId">What it runs.</param>
    /// <param name="instanceId">The instance.</param>
    /// <param name="agentId">Its agent.</param>
    /// <param name="onlyIdle">Leave it where somebody leases it.</param>
    /// <param name="byIntent">It shall end: an agent that still reports it is told again.</param>
    /// <returns>Whether it was there, and the leases that it had.</returns>
    public async Task<(bool Existed, IReadOnlyList<string> Leases)> RemoveAsync(string specId, ulong instanceId, string agentId, bool onlyIdle, bool byIntent)
    {
        var answer = (string)(await _remove.RunAsync(
            [.. SpecKeys(specId), Keys.Agent(agentId), Keys.AgentInstances(agentId)],
            [instanceId, specId, Now, onlyIdle ? 1 : 0, byIntent ? 1 : 0]))!;
        if (answer.Length == 0) return (false, []);
        var leases = answer.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..];
        return (true, [.. leases.Select(lease => string.Create(CultureInfo.InvariantCulture, $"{instanceId}.{lease}.{specId}"))]);
    }

    /// <summary>The spec's instances and their agents.</summary>
    public async Task<IReadOnlyList<(ulong InstanceId, string AgentId)>> InstancesOfSpecAsync(string specId) =>
        [.. (await _db.HashGetAllAsync(Keys.Instances(specId))).Select(entry => ((ulong)entry.Name, ((string)entry.Value!).Split('|')[0]))];

    public async Task<string?> AgentOfAsync(string specId, ulong instanceId) => ((string?)await _db.HashGetAsync(Keys.Instances(specId), instanceId))?.Split('|')[0];

    public async Task<IReadOnlyList<LeaseId>> ExpiredLeasesAsync(int most)
    {
        List<LeaseId> expired = [];
        foreach (var member in await _db.SortedSetRangeByScoreAsync(Keys.LeaseExpiry, stop: Now, take: most))
        {
            if (LeaseId.TryParse((string)member!, out var lease)) expired.Add(lease);
        }

        return expired;
    }

    /// <summary>Instances that nobody has leased for <paramref name="idleFor"/>, those idle for longest first.</summary>
    public async Task<IReadOnlyList<(string SpecId, ulong InstanceId)>> IdleAsync(TimeSpan idleFor, int most)
    {
        List<(string, ulong)> idle = [];
        foreach (var member in await _db.SortedSetRangeByScoreAsync(Keys.Idle, stop: Now - idleFor.TotalMilliseconds, take: most))
        {
            var text = (string)member!;
            var bar = text.LastIndexOf('|');
            idle.Add((text[..bar], ulong.Parse(text.AsSpan(bar + 1), CultureInfo.InvariantCulture)));
        }

        return idle;
    }

    public async Task<bool> IsRetiredAsync(ulong instanceId) => await _db.SortedSetScoreAsync(Keys.Retired, instanceId) is not null;

    public Task ForgetRetiredAsync(TimeSpan olderThan) => _db.SortedSetRemoveRangeByScoreAsync(Keys.Retired, double.NegativeInfinity, Now - olderThan.TotalMilliseconds);

    public Task SaveSpecAsync(string specId, SpecInfo info) => _db.ScriptEvaluateAsync(Scripts.SaveSpec, [Keys.Specs, Keys.Functions], [specId, info.Text]);

    public async Task<SpecInfo?> SpecAsync(string specId) => (string?)await _db.HashGetAsync(Keys.Specs, specId) is { } text ? SpecInfo.Parse(text) : null;

    /// <summary>Ids of all specs that have or had instances: one for each function version that ever ran.</summary>
    public async Task<IReadOnlyList<string>> SpecIdsAsync() => [.. (await _db.HashKeysAsync(Keys.Specs)).Select(id => (string)id!)];

    /// <summary>The specs of these functions that have or had instances.</summary>
    public async Task<IReadOnlyDictionary<string, SpecInfo>> SpecsOfAsync(IReadOnlyCollection<(string Namespace, string Function)> functions)
    {
        if (functions.Count == 0) return new Dictionary<string, SpecInfo>();
        var names = functions.Select(function => (RedisValue)SpecInfo.NameOf(function.Namespace, function.Function)).ToArray();
        var ids = (await _db.HashGetAsync(Keys.Functions, names)).Where(ids => ids.HasValue)
            .SelectMany(ids => ((string)ids!).Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToArray();
        if (ids.Length == 0) return new Dictionary<string, SpecInfo>();
        var infos = await _db.HashGetAsync(Keys.Specs, [.. ids.Select(id => (RedisValue)id)]);
        return ids.Zip(infos).Where(pair => pair.Second.HasValue).ToDictionary(pair => pair.First, pair => SpecInfo.Parse(pair.Second!));
    }

    public Task ForgetSpecAsync(string specId) => _db.ScriptEvaluateAsync(Scripts.ForgetSpec, [Keys.Specs, Keys.Functions], [specId]);

    private static RedisKey[] SpecKeys(string specId) => [Keys.Free(specId), Keys.Instances(specId), Keys.Leases(specId)];
}
