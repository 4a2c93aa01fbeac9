using Aspire.Hosting.ApplicationModel;
using ScfAspire.AppHost.Installations;
using ScfAspire.AppHost.Local.DataServers;

namespace Aspire.Hosting;

public static class RedisBuilderExtensions
{
    /// <exception cref="InstallationException">The setting names no software that there is.</exception>
    public static IResourceBuilder<RedisResource> AddRedis(this IDistributedApplicationBuilder builder, string name) =>
        builder.Add(new RedisResource(name, Path.Combine(LocalFolders.Sockets(builder.Configuration), name), Software(builder)));

    private static RedisSoftware Software(IDistributedApplicationBuilder builder)
    {
        try
        {
            return RedisChoice.Of(builder.Configuration[RedisChoice.Setting]);
        }
        catch (DataServerException exception)
        {
            throw new InstallationException(exception.Message, exception);
        }
    }
}
