namespace Aspire.Hosting.ApplicationModel;

/// <summary>A server of somebody else's, known by its connection string alone.</summary>
public sealed class ConnectionStringResource : IResourceWithConnectionString
{
    internal ConnectionStringResource(string name, string connectionString) => (Name, ConnectionString) = (name, connectionString);

    public string Name { get; }

    internal string ConnectionString { get; }

    string IResourceWithConnectionString.ConnectionString => ConnectionString;
}
