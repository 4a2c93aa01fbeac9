namespace Aspire.Hosting.ApplicationModel;

/// <summary>A resource that the local runner starts as a process.</summary>
public abstract class ProcessResource : IResourceWithEnvironment, IResourceWithEndpoints, IResourceWithWaitSupport
{
    private protected ProcessResource(string name) => Name = name;

    public string Name { get; }

    internal List<Endpoint> Endpoints { get; } = [];

    /// <summary>Evaluated at start, when all ports are known.</summary>
    internal Dictionary<string, Func<string>> Environment { get; } = [];

    internal List<string> Arguments { get; } = [];

    internal List<IResource> WaitsFor { get; } = [];

    /// <summary>URL that answers 200 once the process is ready; null when being started is enough.</summary>
    internal Func<Uri>? HealthUrl { get; set; }
}
