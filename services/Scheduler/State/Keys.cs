using StackExchange.Redis;

namespace ScfAspire.Scheduler.State;

/// <summary>Names of the keys. Every script names all keys that it touches, so that servers which lock by key can run it atomically.</summary>
internal static class Keys
{
    /// <summary>Set of agent ids.</summary>
    public static readonly RedisKey Agents = "scf:agents";

    /// <summary>Sorted set of leases by expiry, Unix ms.</summary>
    public static readonly RedisKey LeaseExpiry = "scf:leases";

    /// <summary>Sorted set of <c>spec|instance</c> by the Unix ms since when nobody leases it.</summary>
    public static readonly RedisKey Idle = "scf:idle";

    /// <summary>Hash: spec id to <c>namespace|function|time limit in ms</c>, of specs that have or had instances.</summary>
    public static readonly RedisKey Specs = "scf:specs";

    /// <summary>Hash: <c>namespace|function</c> to the ids of its specs in <see cref="Specs"/>, each behind a space.</summary>
    public static readonly RedisKey Functions = "scf:functions";

    /// <summary>Sorted set of instances that were ended by intent, by Unix ms: an agent that still reports one is told again.</summary>
    public static readonly RedisKey Retired = "scf:retired";

    /// <summary><c>holder|number</c> of the replica that keeps a pool's spare capacity.</summary>
    public static RedisKey PoolLeader(string pool) => $"scf:pool:{pool}:leader";

    /// <summary>The last fencing number that was given out for it.</summary>
    public static RedisKey PoolFence(string pool) => $"scf:pool:{pool}:fence";

    public static readonly RedisChannel Events = RedisChannel.Literal("scf:events");

    /// <summary>Hash with the agent's report and its reservations; lives as long as the agent is heard of.</summary>
    public static RedisKey Agent(string agentId) => $"scf:agent:{agentId}";

    /// <summary>Hash: instance to <c>spec|memory|phase|deadline</c>.</summary>
    public static RedisKey AgentInstances(string agentId) => $"scf:agent:{agentId}:instances";

    /// <summary>Sorted set of the spec's instances with free slots, by their number.</summary>
    public static RedisKey Free(string specId) => $"scf:spec:{specId}:free";

    /// <summary>Hash: instance to <c>agent|memory|concurrency</c>.</summary>
    public static RedisKey Instances(string specId) => $"scf:spec:{specId}:instances";

    /// <summary>Hash: instance to its leases, each as <c> slots.nonce</c>.</summary>
    public static RedisKey Leases(string specId) => $"scf:spec:{specId}:leases";
}
