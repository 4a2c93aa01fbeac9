using StackExchange.Redis;

namespace ScfAspire.Scheduler.State;

/// <summary>Which replica keeps a pool's spare capacity: one at a time, each with a number above those before it.</summary>
internal sealed class PoolLock(IConnectionMultiplexer redis)
{
    /// <summary>A replica that does not say that it lives for so long leads no more.</summary>
    private static readonly TimeSpan TimeToLive = TimeSpan.FromSeconds(10);

    private readonly IDatabase _db = redis.GetDatabase();
    private readonly string _holder = Guid.NewGuid().ToString("N");

    /// <summary>Takes the lead where it is free, and keeps it where it is held.</summary>
    /// <returns>The fencing number; null where another replica leads.</returns>
    /// <exception cref="RedisException">Redis cannot be reached.</exception>
    public async Task<long?> LeadAsync(string pool) =>
        (long)await _db.ScriptEvaluateAsync(Scripts.Lead, [Keys.PoolLeader(pool), Keys.PoolFence(pool)], [_holder, (long)TimeToLive.TotalMilliseconds]) is var number and > 0 ? number : null;
}
