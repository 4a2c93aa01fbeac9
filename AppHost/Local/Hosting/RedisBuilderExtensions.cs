using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

public static class RedisBuilderExtensions
{
    public static IResourceBuilder<RedisResource> AddRedis(this IDistributedApplicationBuilder builder, string name) =>
        builder.Add(new RedisResource(name, Path.Combine(LocalFolders.Sockets(builder.Configuration), name)));
}
