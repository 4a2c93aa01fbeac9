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

    /// <summary>KEYS agent, agent instances; ARGV instance, entry, memory. Answers 1 when there was room.</summary>
    public const string Reserve = """
        local capacity = redis.call('HGET', KEYS[1], 'memory')
        if not capacity then return 0 end
        local used = tonumber(redis.call('HGET', KEYS[1], 'usedMemory') or '0')
        local most = tonumber(redis.call('HGET', KEYS[1], 'instances') or '0')
        local count = tonumber(redis.call('HGET', KEYS[1], 'used') or '0')
        if used + tonumber(ARGV[3]) > tonumber(capacity) or count + 1 > most then return 0 end
        redis.call('HINCRBY', KEYS[1], 'usedMemory', ARGV[3])
        redis.call('HINCRBY', KEYS[1], 'used', '1')
        redis.call('HSET', KEYS[2], ARGV[1], ARGV[2])
        return 1
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

    /// <summary>KEYS free, instances, leases, expiry, idle, agent instances; ARGV instance, info, concurrency, slots, lease, dispatch, expires, spec, now, entry. Answers 1, or 0 when the agent's reservation is gone.</summary>
    public const string Register = """
        if redis.call('HEXISTS', KEYS[6], ARGV[1]) == 0 then return 0 end
        redis.call('HSET', KEYS[6], ARGV[1], ARGV[10])
        if redis.call('HEXISTS', KEYS[2], ARGV[1]) == 1 then return 1 end
        redis.call('HSET', KEYS[2], ARGV[1], ARGV[2])
        local free = tonumber(ARGV[3]) - tonumber(ARGV[4])
        if free > 0 then redis.call('ZADD', KEYS[1], string.format('%d', free), ARGV[1]) end
        if tonumber(ARGV[4]) > 0 then
          redis.call('HSET', KEYS[3], ARGV[5], ARGV[1] .. '|' .. ARGV[6] .. '|' .. ARGV[4])
          redis.call('ZADD', KEYS[4], ARGV[7], ARGV[8] .. '|' .. ARGV[5])
        else
          redis.call('ZADD', KEYS[5], ARGV[9], ARGV[8] .. '|' .. ARGV[1])
        end
        return 1
        """;

    /// <summary>KEYS free, instances, leases, expiry, idle; ARGV wanted, nonce, dispatch, expires, spec. Answers instance, info, slots, lease; nothing when no slot is free.</summary>
    public const string Claim = """
        for i = 1, 16 do
          local first = redis.call('ZRANGE', KEYS[1], '0', '0', 'WITHSCORES')
          if #first == 0 then return false end
          local id, free = first[1], tonumber(first[2])
          local info = redis.call('HGET', KEYS[2], id)
          if not info then
            redis.call('ZREM', KEYS[1], id)
          else
            local concurrency = tonumber(string.match(info, '|(%d+)$'))
            local slots = math.min(free, math.max(tonumber(ARGV[1]), math.floor(concurrency / 4), 1))
            local text = string.format('%d', slots)
            if free - slots <= 0 then redis.call('ZREM', KEYS[1], id)
            else redis.call('ZADD', KEYS[1], string.format('%d', free - slots), id) end
            local lease = id .. '.' .. text .. '.' .. ARGV[2] .. '.' .. ARGV[5]
            redis.call('HSET', KEYS[3], lease, id .. '|' .. ARGV[3] .. '|' .. text)
            redis.call('ZADD', KEYS[4], ARGV[4], ARGV[5] .. '|' .. lease)
            redis.call('ZREM', KEYS[5], ARGV[5] .. '|' .. id)
            return {id, info, text, lease}
          end
        end
        return false
        """;

    /// <summary>KEYS as Claim; ARGV lease, spec, now, 1 to release only what has expired. Answers 1 when slots became free.</summary>
    public const string Release = """
        local member = ARGV[2] .. '|' .. ARGV[1]
        if ARGV[4] == '1' then
          local expires = redis.call('ZSCORE', KEYS[4], member)
          if expires and tonumber(expires) > tonumber(ARGV[3]) then return 0 end
        end
        redis.call('ZREM', KEYS[4], member)
        local lease = redis.call('HGET', KEYS[3], ARGV[1])
        if not lease then return 0 end
        redis.call('HDEL', KEYS[3], ARGV[1])
        local id, slots = string.match(lease, '^(%d+)|.*|(%d+)$')
        local info = redis.call('HGET', KEYS[2], id)
        if not info then return 0 end
        local concurrency = tonumber(string.match(info, '|(%d+)$'))
        local free = math.min(concurrency, tonumber(redis.call('ZSCORE', KEYS[1], id) or '0') + tonumber(slots))
        redis.call('ZADD', KEYS[1], string.format('%d', free), id)
        if free == concurrency then redis.call('ZADD', KEYS[5], ARGV[3], ARGV[2] .. '|' .. id) end
        return 1
        """;

    /// <summary>
    /// KEYS as Claim; ARGV lease, spec, expires, dispatch, instance, slots. Answers 1 renewed (or taken up again after the state was lost), 0 the instance is
    /// unknown, -1 its slots are another's.
    /// </summary>
    public const string Renew = """
        local member = ARGV[2] .. '|' .. ARGV[1]
        if redis.call('HEXISTS', KEYS[3], ARGV[1]) == 1 then
          redis.call('ZADD', KEYS[4], ARGV[3], member)
          return 1
        end
        local info = redis.call('HGET', KEYS[2], ARGV[5])
        if not info then return 0 end
        local free = tonumber(redis.call('ZSCORE', KEYS[1], ARGV[5]) or '0') - tonumber(ARGV[6])
        if free < 0 then return -1 end
        if free == 0 then redis.call('ZREM', KEYS[1], ARGV[5])
        else redis.call('ZADD', KEYS[1], string.format('%d', free), ARGV[5]) end
        redis.call('HSET', KEYS[3], ARGV[1], ARGV[5] .. '|' .. ARGV[4] .. '|' .. ARGV[6])
        redis.call('ZADD', KEYS[4], ARGV[3], member)
        redis.call('ZREM', KEYS[5], ARGV[2] .. '|' .. ARGV[5])
        return 1
        """;

    /// <summary>
    /// KEYS free, instances, leases, expiry, idle, agent, agent instances, retired; ARGV instance, spec, now, 1 only when nobody leases it, 1 by intent.
    /// Answers whether there was such an instance, then the leases that it had.
    /// </summary>
    public const string Remove = """
        local member = ARGV[2] .. '|' .. ARGV[1]
        local info = redis.call('HGET', KEYS[2], ARGV[1])
        if ARGV[4] == '1' then
          if not info then
            redis.call('ZREM', KEYS[5], member)
            return {'0'}
          end
          if tonumber(redis.call('ZSCORE', KEYS[1], ARGV[1]) or '0') ~= tonumber(string.match(info, '|(%d+)$')) then return {'0'} end
        end
        redis.call('ZREM', KEYS[1], ARGV[1])
        redis.call('HDEL', KEYS[2], ARGV[1])
        redis.call('ZREM', KEYS[5], member)
        local answer = {info and '1' or '0'}
        local leases = redis.call('HGETALL', KEYS[3])
        for i = 1, #leases, 2 do
          if string.match(leases[i + 1], '^(%d+)|') == ARGV[1] then
            redis.call('HDEL', KEYS[3], leases[i])
            redis.call('ZREM', KEYS[4], ARGV[2] .. '|' .. leases[i])
            answer[#answer + 1] = leases[i]
          end
        end
        local entry = redis.call('HGET', KEYS[7], ARGV[1])
        if entry then
          answer[1] = '1'
          redis.call('HDEL', KEYS[7], ARGV[1])
          if redis.call('EXISTS', KEYS[6]) == 1 then
            redis.call('HINCRBY', KEYS[6], 'usedMemory', '-' .. string.match(entry, '^[^|]*|(%d+)|'))
            redis.call('HINCRBY', KEYS[6], 'used', '-1')
          end
        end
        if ARGV[5] == '1' then redis.call('ZADD', KEYS[8], ARGV[3], ARGV[1]) end
        return answer
        """;
}
