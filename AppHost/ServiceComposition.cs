using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using ScfAspire.AppHost.Installations;

namespace ScfAspire.AppHost;

/// <summary>What every service of the platform is given.</summary>
internal static class ServiceComposition
{
    /// <summary>Internal and status endpoint, readiness, the key between services, a data folder of its own.</summary>
    public static IResourceBuilder<ProjectResource> WithServiceEndpoints(this IResourceBuilder<ProjectResource> service, Installation installation) => service
        // Not a data server's host, user and password one by one: SCF_PORT and the like would look like settings of ours.
        .WithReferenceEnvironment(ReferenceEnvironmentInjectionFlags.ConnectionString | ReferenceEnvironmentInjectionFlags.ServiceDiscovery)
        .WithHttpEndpoint(name: "internal", env: "SCF_INTERNAL_PORT")
        .WithHttpEndpoint(name: "status", env: "SCF_STATUS_PORT")
        .WithHttpHealthCheck("/healthz/ready", endpointName: "status")
        .WithEnvironment("SCF_INTERNAL_KEY_FILE", installation.InternalKeyFile)
        .WithEnvironment("SCF_PUBLIC_HOST", installation.PublicHost)
        .WithEnvironment("SCF_DATA_DIR", installation.FolderOf(service.Resource.Name));
}
