using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting;

internal sealed class DistributedApplicationBuilder : IDistributedApplicationBuilder
{
    public DistributedApplicationBuilder(string[] args)
    {
        Configuration.AddEnvironmentVariables();
        Configuration.AddCommandLine(args);
    }

    public ConfigurationManager Configuration { get; } = new();

    public DistributedApplicationExecutionContext ExecutionContext { get; } = new();

    public IList<IResource> Resources { get; } = [];

    /// <summary>Is shown the finished description before an application is made of it, so that a test can read it.</summary>
    internal static AsyncLocal<Action<IReadOnlyList<IResource>>?> Building { get; } = new();

    public DistributedApplication Build()
    {
        IReadOnlyList<IResource> resources = [.. Resources];
        Building.Value?.Invoke(resources);
        return new(Configuration, resources);
    }
}
