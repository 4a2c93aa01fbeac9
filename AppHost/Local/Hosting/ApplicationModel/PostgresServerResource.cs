namespace Aspire.Hosting.ApplicationModel;

/// <summary>A private PostgreSQL server.</summary>
public sealed class PostgresServerResource : IResource
{
    internal PostgresServerResource(string name, string socketFolder, string dataFolder) => (Name, SocketFolder, DataFolder) = (name, socketFolder, dataFolder);

    public string Name { get; }

    internal string SocketFolder { get; }

    internal string DataFolder { get; set; }

    internal List<PostgresDatabaseResource> Databases { get; } = [];
}
