using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;
using ScfAspire.AppHost.Local.Running;

namespace Aspire.Hosting;

/// <summary>
/// The local runner behind the names of .NET Aspire's application host: only the members that <c>Program.cs</c> uses. It starts data servers and
/// services as processes of this machine.
/// </summary>
public sealed class DistributedApplication
{
    private readonly IConfiguration _configuration;
    private readonly IReadOnlyList<IResource> _resources;

    internal DistributedApplication(IConfiguration configuration, IReadOnlyList<IResource> resources) =>
        (_configuration, _resources) = (configuration, resources);

    public static IDistributedApplicationBuilder CreateBuilder(string[] args) => new DistributedApplicationBuilder(args);

    /// <summary>Runs until SIGINT or SIGTERM, then stops everything.</summary>
    /// <exception cref="ScfAspire.AppHost.Installations.InstallationException">The application cannot be started.</exception>
    public void Run() => RunAsync().GetAwaiter().GetResult();

    /// <inheritdoc cref="Run"/>
    public Task RunAsync(CancellationToken cancellationToken = default) =>
        new LocalRunner(_configuration, _resources, TimeProvider.System).RunAsync(cancellationToken);
}
