using ScfAspire.AppHost.Local.DataServers;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>A private redis-server.</summary>
public sealed class RedisResource : IResourceWithConnectionString
{
    internal RedisResource(string name, string folder) => (Name, Folder) = (name, folder);

    public string Name { get; }

    /// <summary>Where its socket is.</summary>
    internal string Folder { get; }

    string IResourceWithConnectionString.ConnectionString => RedisInstance.ConnectionString(RedisInstance.SocketIn(Folder));
}
