using ScfAspire.AppHost.Local.Processes;

namespace ScfAspire.AppHost.Local.DataServers;

/// <summary>Chooses what serves Redis's protocol.</summary>
internal static class RedisChoice
{
    /// <summary>The setting, and its values.</summary>
    public const string Setting = "SCF_REDIS";

    /// <summary>What the setting names; without it the machine's redis-server, and Garnet where there is none.</summary>
    /// <param name="setting">Value of <see cref="Setting"/>; null or empty when it is not set.</param>
    /// <exception cref="DataServerException">It names neither.</exception>
    public static RedisSoftware Of(string? setting) => setting switch
    {
        null or "" => ToolPath.Has("redis-server") ? RedisSoftware.RedisServer : RedisSoftware.Garnet,
        "redis-server" => RedisSoftware.RedisServer,
        "garnet" => RedisSoftware.Garnet,
        _ => throw new DataServerException($"{Setting}={setting}: it is redis-server or garnet."),
    };
}
