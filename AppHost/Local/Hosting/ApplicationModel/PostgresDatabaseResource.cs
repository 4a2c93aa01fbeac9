using ScfAspire.AppHost.Local.DataServers;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>A database of a private PostgreSQL server; made when it is missing.</summary>
public sealed class PostgresDatabaseResource : IResourceWithConnectionString
{
    internal PostgresDatabaseResource(string name, string databaseName, PostgresServerResource parent) => (Name, DatabaseName, Parent) = (name, databaseName, parent);

    public string Name { get; }

    public string DatabaseName { get; }

    public PostgresServerResource Parent { get; }

    string IResourceWithConnectionString.ConnectionString => PostgresInstance.ConnectionString(Parent.SocketFolder, DatabaseName);
}
