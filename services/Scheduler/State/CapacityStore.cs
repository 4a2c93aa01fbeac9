using System.Globalization;
using Microsoft.Extensions.Options;
using ScfAspire.Contracts.Internal.V1;
using StackExchange.Redis;

namespace ScfAspire.Scheduler.State;

/// <summary>
/// The capacity that all replicas share. Every change is one script, so that any number of replicas can work side by side. Throws
/// <see cref="RedisException"/> while Redis cannot be reached.
/// </summary>
internal sealed class CapacityStore(IConnectionMultiplexer redis, IOptions<SchedulerOptions> options, TimeProvider time)
{
    private readonly IDatabase _db = redis.GetDatabase();

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    public long NewExpiry => Now + (long)options.Value.LeaseDuration.TotalMilliseconds;

    /// <summary>Stores a report's facts for three heartbeats.</summary>
    /// <returns>The epoch stored before, or null when the agent was not known. A report of a former life changes nothing.</returns>
    public async Task<long?> SaveAgentAsync(AgentReport report)
    {
        RedisValue[] head = [report.AgentId, report.Epoch, (long)options.Value.AgentTimeToLive.TotalMilliseconds];
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
        List<string> silent = [];
        foreach (var id in await _db.SetMembersAsync(Keys.Agents))
        {
            if (!await _db.KeyExistsAsync(Keys.Agent(id!))) silent.Add(id!);
        }

        return silent;
    }

    public Task ForgetAgentAsync(string agentId) => _db.SetRemoveAsync(Keys.Agents, agentId);

    public async Task<IReadOnlyDictionary<ulong, InstanceEntry>> InstancesOfAgentAsync(string agentId) =>
        (await _db.HashGetAllAsync(Keys.AgentInstances(agentId))).ToDictionary(entry => (ulong)entry.Name, entry => InstanceEntry.Parse(entry.Value!));

    public async Task<bool> ReserveAsync(string agentId, ulong instanceId, InstanceEntry entry) =>
        (int)await _db.ScriptEvaluateAsync(Scripts.Reserve, [Keys.Agent(agentId), Keys.AgentInstances(agentId)], [instanceId, entry.Text, entry.MemoryMb]) == 1;

    /// <summary>Takes an instance in that the store does not know: its agent runs it, whatever the capacity.</summary>
    public async Task AdoptAsync(string agentId, ulong instanceId, InstanceEntry entry, int concurrency)
    {
        await _db.HashSetAsync(Keys.AgentInstances(agentId), instanceId, entry.Text);
        await RegisterAsync(agentId, instanceId, entry, concurrency, 0, "", "");
    }

    public Task RecountAsync(string agentId) => _db.ScriptEvaluateAsync(Scripts.Recount, [Keys.Agent(agentId), Keys.AgentInstances(agentId)]);

    /// <summary>Makes a started instance known, with <paramref name="slots"/> of it leased at once.</summary>
    /// <returns>False when the reservation is gone: its agent has ended, or the state was lost and will be rebuilt from reports.</returns>
    public async Task<bool> RegisterAsync(string agentId, ulong instanceId, InstanceEntry entry, int concurrency, int slots, string leaseId, string dispatchId)
    {
        var info = string.Create(CultureInfo.InvariantCulture, $"{agentId}|{entry.MemoryMb}|{concurrency}");
        var ready = entry with { Ready = true, Deadline = 0 };
        return (int)await _db.ScriptEvaluateAsync(
            Scripts.Register, [.. SpecKeys(entry.SpecId), Keys.AgentInstances(agentId)],
            [instanceId, info, concurrency, slots, leaseId, dispatchId, NewExpiry, entry.SpecId, Now, ready.Text]) == 1;
    }

    public async Task<ClaimedSlots?> ClaimAsync(string specId, string dispatchId, int wanted)
    {
        var answer = await _db.ScriptEvaluateAsync(Scripts.Claim, SpecKeys(specId), [wanted, LeaseId.NewNonce(), dispatchId, NewExpiry, specId]);
        if (answer.IsNull) return null;
        var parts = (RedisResult[])answer!;
        var info = (string)parts[1]!;
        if (!LeaseId.TryParse((string)parts[3]!, out var lease)) throw new InvalidOperationException($"{parts[3]} is no lease.");
        return new ClaimedSlots(lease, lease.InstanceId, info[..info.IndexOf('|', StringComparison.Ordinal)]);
    }

    /// <summary>True when slots became free.</summary>
    public async Task<bool> ReleaseAsync(LeaseId lease, bool onlyExpired = false) =>
        (int)await _db.ScriptEvaluateAsync(Scripts.Release, SpecKeys(lease.SpecId), [lease.ToString(), lease.SpecId, Now, onlyExpired ? 1 : 0]) == 1;

    public async Task<RenewOutcome> RenewAsync(LeaseId lease, string dispatchId, long expires) =>
        (RenewOutcome)(int)await _db.ScriptEvaluateAsync(
            Scripts.Renew, SpecKeys(lease.SpecId), [lease.ToString(), lease.SpecId, expires, dispatchId, lease.InstanceId, lease.Slots]);

    /// <summary>Takes an instance out of the store.</summary>
    /// <param name="specId">What it runs.</param>
    /// <param name="instanceId">The instance.</param>
    /// <param name="agentId">Its agent.</param>
    /// <param name="onlyIdle">Leave it where somebody leases it.</param>
    /// <param name="byIntent">It shall end: an agent that still reports it is told again.</param>
    /// <returns>Whether it was there, and the leases that it had.</returns>
    public async Task<(bool Existed, IReadOnlyList<string> Leases)> RemoveAsync(string specId, ulong instanceId, string agentId, bool onlyIdle, bool byIntent)
    {
        var answer = (string[])(await _db.ScriptEvaluateAsync(
            Scripts.Remove, [.. SpecKeys(specId), Keys.Agent(agentId), Keys.AgentInstances(agentId), Keys.Retired],
            [instanceId, specId, Now, onlyIdle ? 1 : 0, byIntent ? 1 : 0]))!;
        return (answer[0] == "1", answer[1..]);
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
            var text = (string)member!;
            if (LeaseId.TryParse(text[(text.IndexOf('|', StringComparison.Ordinal) + 1)..], out var lease)) expired.Add(lease);
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

    public Task SaveSpecAsync(string specId, SpecInfo info) => _db.HashSetAsync(Keys.Specs, specId, info.Text);

    public async Task<SpecInfo?> SpecAsync(string specId) => (string?)await _db.HashGetAsync(Keys.Specs, specId) is { } text ? SpecInfo.Parse(text) : null;

    public async Task<IReadOnlyDictionary<string, SpecInfo>> SpecsAsync() =>
        (await _db.HashGetAllAsync(Keys.Specs)).ToDictionary(entry => (string)entry.Name!, entry => SpecInfo.Parse(entry.Value!));

    public Task ForgetSpecAsync(string specId) => _db.HashDeleteAsync(Keys.Specs, specId);

    private static RedisKey[] SpecKeys(string specId) => [Keys.Free(specId), Keys.Instances(specId), Keys.Leases(specId), Keys.LeaseExpiry, Keys.Idle];
}
