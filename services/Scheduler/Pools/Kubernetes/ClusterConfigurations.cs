using k8s;
using k8s.Exceptions;
using ScfAspire.ServiceDefaults;

namespace ScfAspire.Scheduler.Pools.Kubernetes;

/// <summary>How the clients of the clusters are set up.</summary>
internal static class ClusterConfigurations
{
    /// <exception cref="ConfigurationException">The kubeconfig cannot be used, or the Scheduler is in no cluster.</exception>
    public static KubernetesClientConfiguration Of(string name, ClusterOptions options)
    {
        try
        {
            return options.Kubeconfig.Length == 0
                ? KubernetesClientConfiguration.InClusterConfig()
                : KubernetesClientConfiguration.BuildConfigFromConfigFile(options.Kubeconfig, options.Context is { Length: > 0 } context ? context : null);
        }
        catch (Exception e) when (e is KubeConfigException or KubernetesClientException or IOException or UnauthorizedAccessException or YamlDotNet.Core.YamlException)
        {
            throw new ConfigurationException($"Cluster {name} cannot be used: {e.Message}", e);
        }
    }
}
