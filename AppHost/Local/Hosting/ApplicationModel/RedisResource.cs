using ScfAspire.AppHost.Local.DataServers;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>A private server of Redis's protocol.</summary>
public sealed class RedisResource : IResourceWithConnectionString
{
    internal RedisResource(string name, string folder, RedisSoftware software) => (Name, Folder, Software) = (name, folder, software);

    public string Name { get; }

    /// <summary>Where its socket is.</summary>
    internal string Folder { get; }

    internal RedisSoftware Software { get; }

    string IResourceWithConnectionString.ConnectionString => RedisInstance.ConnectionString(RedisInstance.SocketIn(Folder));
}
