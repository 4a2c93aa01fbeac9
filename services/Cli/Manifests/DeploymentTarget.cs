using ScfAspire.Client;
using ScfAspire.Client.Packages;

namespace ScfAspire.Cli.Manifests;

/// <summary>From a scf.yaml to what the client deploys.</summary>
internal static class DeploymentTarget
{
    public static async Task<FunctionDeployment> ToDeploymentAsync(this FunctionManifest manifest, string defaultNamespace, CancellationToken cancellationToken) => new()
    {
        Namespace = manifest.Namespace ?? defaultNamespace,
        Name = manifest.Name,
        Runtime = manifest.Runtime,
        Type = manifest.Type,
        Handler = manifest.Handler,
        Description = manifest.Description,
        MemoryMb = manifest.MemoryMb,
        Timeout = TimeSpan.FromSeconds(manifest.TimeoutSeconds),
        InitTimeout = TimeSpan.FromSeconds(manifest.InitTimeoutSeconds),
        Environment = manifest.Environment,
        InstanceConcurrency = manifest.Concurrency,
        PublicNetwork = manifest.PublicNetwork,
        HttpTriggers = manifest.HttpTriggers,
        Package = await CodePackage.FromPathAsync(manifest.Code, new IgnoreRules(manifest.Ignore), cancellationToken),
    };
}
