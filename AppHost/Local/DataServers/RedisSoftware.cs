namespace ScfAspire.AppHost.Local.DataServers;

/// <summary>What serves Redis's protocol.</summary>
internal enum RedisSoftware
{
    /// <summary>The machine's own redis-server.</summary>
    RedisServer,

    /// <summary>Microsoft Garnet, which comes with the build.</summary>
    Garnet,
}
