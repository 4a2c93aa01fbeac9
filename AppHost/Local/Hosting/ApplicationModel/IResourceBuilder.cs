namespace Aspire.Hosting.ApplicationModel;

/// <summary>Describes one resource.</summary>
public interface IResourceBuilder<out T>
    where T : IResource
{
    IDistributedApplicationBuilder ApplicationBuilder { get; }

    T Resource { get; }
}
