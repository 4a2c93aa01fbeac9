using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

public static class PostgresBuilderExtensions
{
    public static IResourceBuilder<PostgresServerResource> AddPostgres(this IDistributedApplicationBuilder builder, string name)
    {
        var socket = Path.Combine(LocalFolders.Sockets(builder.Configuration), name);
        return builder.Add(new PostgresServerResource(name, socket, dataFolder: Path.Combine(socket, "data")));
    }

    /// <summary>The data outlives the run: here in the data folder.</summary>
    public static IResourceBuilder<PostgresServerResource> WithDataVolume(this IResourceBuilder<PostgresServerResource> builder)
    {
        builder.Resource.DataFolder = Path.Combine(LocalFolders.Data(builder.ApplicationBuilder.Configuration), builder.Resource.Name);
        return builder;
    }

    public static IResourceBuilder<PostgresDatabaseResource> AddDatabase(this IResourceBuilder<PostgresServerResource> builder, string name, string? databaseName = null)
    {
        var database = new PostgresDatabaseResource(name, databaseName ?? name, builder.Resource);
        builder.Resource.Databases.Add(database);
        return builder.ApplicationBuilder.Add(database);
    }
}
