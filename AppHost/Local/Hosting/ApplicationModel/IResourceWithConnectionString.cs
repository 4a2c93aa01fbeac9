namespace Aspire.Hosting.ApplicationModel;

/// <summary>A resource that others reach by a connection string, which the local runner knows before it has started.</summary>
public interface IResourceWithConnectionString : IResource
{
    internal string ConnectionString { get; }
}
