namespace ScfAspire.Scheduler.State;

/// <summary>The atomic steps, in Lua that every Redis-compatible server runs.</summary>
internal static class Scripts
{
    /// <summary>KEYS agent, agents; ARGV agent id, epoch, time to live, then field and value pairs. Answers the former epoch.</summary>
    public const string SaveAgent = """
        local former = redis.call('HGET', KEYS[1], 'epoch')
        if former and tonumber(former) > tonumber(ARGV[2]) then return former end
        redis.call('HSET', KEYS[1], 'epoch', ARGV[2])
        for i = 4, #ARGV, 2 do redis.call('HSET', KEYS[1], ARGV[i], ARGV[i + 1]) end
        redis.call('PEXPIRE', KEYS[1], ARGV[3])
        redis.call('SADD', KEYS[2], ARGV[1])
        return former
        """;

    /// <summary>KEYS agent. Leaves it no room where it has no instance; answers 1 then.</summary>
    public const string CloseAgent = """
        local facts = redis.call('HMGET', KEYS[1], 'used', 'instances')
        if not facts[2] or tonumber(facts[1] or '0') > 0 then return 0 end
        redis.call('HSET', KEYS[1], 'instances', '0')
        return 1
        """;

    /// <summary>KEYS lock, fence; ARGV holder, time to live in ms. Answers the holder's fencing number, or 0 where another one holds the lock.</summary>
    public const string Lead = """
        local held = redis.call('GET', KEYS[1])
        if held then
          local holder, number = string.match(held, '^(.*)|(%d+)$')
          if holder ~= ARGV[1] then return 0 end
          redis.call('PEXPIRE', KEYS[1], ARGV[2])
          return tonumber(number)
        end
        local number = redis.call('INCR', KEYS[2])
        redis.call('SET', KEYS[1], ARGV[1] .. '|' .. string.format('%d', number), 'PX', ARGV[2])
        return number
        """;

    /// <summary>KEYS agent, agent instances. Sets the reservations to what the instances say.</summary>
    public const string Recount = """
        if redis.call('EXISTS', KEYS[1]) == 0 then return 0 end
        local all = redis.call('HGETALL', KEYS[2])
        local memory, count = 0, 0
        for i = 1, #all, 2 do
          memory = memory + tonumber(string.match(all[i + 1], '^[^|]*|(%d+)|'))
          count = count + 1
        end
        redis.call('HSET', KEYS[1], 'usedMemory', string.format('%d', memory))
        redis.call('HSET', KEYS[1], 'used', string.format('%d', count))
        return count
        """;

    /// <summary>KEYS specs, functions; ARGV spec, spec info.</summary>
    public const string SaveSpec = """
        if redis.call('HSET', KEYS[1], ARGV[1], ARGV[2]) == 0 then return 0 end
        local name = string.match(ARGV[2], '^[^|]*|[^|]*')
        redis.call('HSET', KEYS[2], name, (redis.call('HGET', KEYS[2], name) or '') .. ' ' .. ARGV[1])
        return 1
        """;

    /// <summary>KEYS specs, functions; ARGV spec.</summary>
    public const string ForgetSpec = """
        local info = redis.call('HGET', KEYS[1], ARGV[1])
        if not info then return 0 end
        redis.call('HDEL', KEYS[1], ARGV[1])
        local name = string.match(info, '^[^|]*|[^|]*')
        local left = ''
        for spec in string.gmatch(redis.call('HGET', KEYS[2], name) or '', '%S+') do
          if spec ~= ARGV[1] then left = left .. ' ' .. spec end
        end
        if left == '' then redis.call('HDEL', KEYS[2], name) else redis.call('HSET', KEYS[2], name, left) end
        return 1
        """;

    /// <summary>Shared specs, functions; keys agent, agent instances; arguments instance, entry, memory, spec, spec info. Answers 1 when there was room.</summary>
    public static readonly BatchedScript Reserve = new([Keys.Specs, Keys.Functions], 2, 5, """
        local facts = redis.call('HMGET', KEYS[K + 1], 'memory', 'usedMemory', 'instances', 'used')
        if not facts[1] then return 0 end
        local memory = tonumber(facts[2] or '0') + tonumber(ARGV[A + 3])
        local count = tonumber(facts[4] or '0') + 1
        if memory > tonumber(facts[1]) or count > tonumber(facts[3] or '0') then return 0 end
        redis.call('HSET', KEYS[K + 1], 'usedMemory', string.format('%d', memory), 'used', string.format('%d', count))
        redis.call('HSET', KEYS[K + 2], ARGV[A + 1], ARGV[A + 2])
        if redis.call('HSET', KEYS[1], ARGV[A + 4], ARGV[A + 5]) == 1 then
          local name = string.match(ARGV[A + 5], '^[^|]*|[^|]*')
          redis.call('HSET', KEYS[2], name, (redis.call('HGET', KEYS[2], name) or '') .. ' ' .. ARGV[A + 4])
        end
        return 1
        """);

    /// <summary>
    /// Shared expiry, idle; keys free, instances, leases, agent instances; arguments instance, info, concurrency, slots, nonce, expires, spec, now, entry. Answers 1, or
    /// 0 when the agent's reservation is gone or the instance was taken in from a report meanwhile: then its slots are free for all.
    /// </summary>
    public static readonly BatchedScript Register = new([Keys.LeaseExpiry, Keys.Idle], 4, 9, """
        local id = ARGV[A + 1]
        if redis.call('HEXISTS', KEYS[K + 4], id) == 0 or redis.call('HEXISTS', KEYS[K + 2], id) == 1 then return 0 end
        redis.call('HSET', KEYS[K + 4], id, ARGV[A + 9])
        redis.call('HSET', KEYS[K + 2], id, ARGV[A + 2])
        local slots = ARGV[A + 4]
        local free = tonumber(ARGV[A + 3]) - tonumber(slots)
        if free > 0 then redis.call('ZADD', KEYS[K + 1], string.format('%d', free), id) end
        if slots == '0' then
          redis.call('ZADD', KEYS[2], ARGV[A + 8], ARGV[A + 7] .. '|' .. id)
        else
          local lease = slots .. '.' .. ARGV[A + 5]
          redis.call('HSET', KEYS[K + 3], id, ' ' .. lease)
          redis.call('ZADD', KEYS[1], ARGV[A + 6], id .. '.' .. lease .. '.' .. ARGV[A + 7])
        end
        return 1
        """);

    /// <summary>
    /// Shared expiry, idle; keys free, instances, leases; arguments wanted, nonce, expires, spec. Answers a line <c>instance|slots|agent</c> for each instance of
    /// which slots were taken, those with the fewest free ones first, until there are as many as are wanted or no more.
    /// </summary>
    public static readonly BatchedScript Claim = new([Keys.LeaseExpiry, Keys.Idle], 3, 4, """
        local wanted, answer = tonumber(ARGV[A + 1]), ''
        for i = 1, 64 do
          if wanted <= 0 then return answer end
          local first = redis.call('ZRANGE', KEYS[K + 1], '0', '0', 'WITHSCORES')
          if #first == 0 then return answer end
          local id, free = first[1], tonumber(first[2])
          local info = redis.call('HGET', KEYS[K + 2], id)
          if not info then
            redis.call('ZREM', KEYS[K + 1], id)
          else
            local agent, concurrency = string.match(info, '^(.*)|%d+|(%d+)$')
            local slots = math.min(free, math.max(wanted, math.floor(tonumber(concurrency) / 4), 1))
            local text = string.format('%d', slots)
            if free - slots <= 0 then redis.call('ZREM', KEYS[K + 1], id)
            else redis.call('ZADD', KEYS[K + 1], string.format('%d', free - slots), id) end
            local lease = text .. '.' .. ARGV[A + 2]
            redis.call('HSET', KEYS[K + 3], id, (redis.call('HGET', KEYS[K + 3], id) or '') .. ' ' .. lease)
            redis.call('ZADD', KEYS[1], ARGV[A + 3], id .. '.' .. lease .. '.' .. ARGV[A + 4])
            redis.call('ZREM', KEYS[2], ARGV[A + 4] .. '|' .. id)
            answer = answer .. id .. '|' .. text .. '|' .. agent .. '\n'
            wanted = wanted - slots
          end
        end
        return answer
        """);

    /// <summary>
    /// Shared expiry, idle; keys free, instances, leases; arguments instance, slots, nonce, spec, now, 1 to release only what has expired. Answers 1 when slots
    /// became free.
    /// </summary>
    public static readonly BatchedScript Release = new([Keys.LeaseExpiry, Keys.Idle], 3, 6, """
        local id, lease = ARGV[A + 1], ARGV[A + 2] .. '.' .. ARGV[A + 3]
        local member = id .. '.' .. lease .. '.' .. ARGV[A + 4]
        if ARGV[A + 6] == '1' then
          local expires = redis.call('ZSCORE', KEYS[1], member)
          if expires and tonumber(expires) > tonumber(ARGV[A + 5]) then return 0 end
        end
        redis.call('ZREM', KEYS[1], member)
        local leases = redis.call('HGET', KEYS[K + 3], id)
        if not leases then return 0 end
        local from, to = string.find(leases, ' ' .. lease, 1, true)
        if not from then return 0 end
        leases = string.sub(leases, 1, from - 1) .. string.sub(leases, to + 1)
        if leases == '' then redis.call('HDEL', KEYS[K + 3], id)
        else redis.call('HSET', KEYS[K + 3], id, leases) end
        local info = redis.call('HGET', KEYS[K + 2], id)
        if not info then return 0 end
        local concurrency = tonumber(string.match(info, '|(%d+)$'))
        local free = math.min(concurrency, tonumber(redis.call('ZSCORE', KEYS[K + 1], id) or '0') + tonumber(ARGV[A + 2]))
        redis.call('ZADD', KEYS[K + 1], string.format('%d', free), id)
        if free == concurrency then redis.call('ZADD', KEYS[2], ARGV[A + 5], ARGV[A + 4] .. '|' .. id) end
        return 1
        """);

    /// <summary>
    /// Shared expiry, idle; keys free, instances, leases; arguments instance, slots, nonce, spec, expires. Answers 1 renewed (or taken up again after the state was
    /// lost), 0 the instance is unknown, -1 its slots are another's.
    /// </summary>
    public static readonly BatchedScript Renew = new([Keys.LeaseExpiry, Keys.Idle], 3, 5, """
        local id, lease = ARGV[A + 1], ARGV[A + 2] .. '.' .. ARGV[A + 3]
        local member = id .. '.' .. lease .. '.' .. ARGV[A + 4]
        local leases = redis.call('HGET', KEYS[K + 3], id) or ''
        if string.find(leases, ' ' .. lease, 1, true) then
          redis.call('ZADD', KEYS[1], ARGV[A + 5], member)
          return 1
        end
        if redis.call('HEXISTS', KEYS[K + 2], id) == 0 then return 0 end
        local free = tonumber(redis.call('ZSCORE', KEYS[K + 1], id) or '0') - tonumber(ARGV[A + 2])
        if free < 0 then return -1 end
        if free == 0 then redis.call('ZREM', KEYS[K + 1], id)
        else redis.call('ZADD', KEYS[K + 1], string.format('%d', free), id) end
        redis.call('HSET', KEYS[K + 3], id, leases .. ' ' .. lease)
        redis.call('ZADD', KEYS[1], ARGV[A + 5], member)
        redis.call('ZREM', KEYS[2], ARGV[A + 4] .. '|' .. id)
        return 1
        """);

    /// <summary>
    /// Shared expiry, idle, retired; keys free, instances, leases, agent, agent instances; arguments instance, spec, now, 1 only when nobody leases it, 1 by intent.
    /// Answers nothing where there was no such instance, otherwise <c>1</c> and its leases as <c> slots.nonce</c>.
    /// </summary>
    public static readonly BatchedScript Remove = new([Keys.LeaseExpiry, Keys.Idle, Keys.Retired], 5, 5, """
        local id, spec = ARGV[A + 1], ARGV[A + 2]
        local info = redis.call('HGET', KEYS[K + 2], id)
        if ARGV[A + 4] == '1' then
          if not info then
            redis.call('ZREM', KEYS[2], spec .. '|' .. id)
            return ''
          end
          if tonumber(redis.call('ZSCORE', KEYS[K + 1], id) or '0') ~= tonumber(string.match(info, '|(%d+)$')) then return '' end
        end
        local leases = redis.call('HGET', KEYS[K + 3], id) or ''
        if info then
          redis.call('ZREM', KEYS[K + 1], id)
          redis.call('HDEL', KEYS[K + 2], id)
        end
        redis.call('ZREM', KEYS[2], spec .. '|' .. id)
        if leases ~= '' then
          redis.call('HDEL', KEYS[K + 3], id)
          for lease in string.gmatch(leases, '%S+') do redis.call('ZREM', KEYS[1], id .. '.' .. lease .. '.' .. spec) end
        end
        local entry = redis.call('HGET', KEYS[K + 5], id)
        if entry then
          redis.call('HDEL', KEYS[K + 5], id)
          if redis.call('EXISTS', KEYS[K + 4]) == 1 then
            redis.call('HINCRBY', KEYS[K + 4], 'usedMemory', '-' .. string.match(entry, '^[^|]*|(%d+)|'))
            redis.call('HINCRBY', KEYS[K + 4], 'used', '-1')
          end
        end
        if ARGV[A + 5] == '1' then redis.call('ZADD', KEYS[3], ARGV[A + 3], id) end
        if info or entry then return '1' .. leases end
        return ''
        """);
}
