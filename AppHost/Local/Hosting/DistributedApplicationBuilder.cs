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

    public DistributedApplication Build() => new(Configuration, [.. Resources]);
}
