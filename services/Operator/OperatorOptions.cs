using System.Globalization;
using k8s;
using k8s.Exceptions;
using ScfAspire.ServiceDefaults;

namespace ScfAspire.Operator;

/// <summary>Settings of the operator.</summary>
/// <param name="Client">How the API server is reached.</param>
/// <param name="Namespace">Namespace of Kubernetes that the operator itself runs in; its lease and events about it lie there.</param>
/// <param name="Identity">Name of this replica, unique among all.</param>
/// <param name="Workers">Objects of one kind that are worked on at the same time, at least 1.</param>
public sealed record OperatorOptions(KubernetesClientConfiguration Client, string Namespace, string Identity, int Workers)
{
    /// <summary>Path of a kubeconfig; without it the operator runs in a pod of the cluster.</summary>
    public const string KubeconfigVariable = "SCF_KUBECONFIG";

    public const string NamespaceVariable = "SCF_OPERATOR_NAMESPACE";

    public const string WorkersVariable = "SCF_OPERATOR_WORKERS";

    private const int DefaultWorkers = 8;
    private const string DefaultNamespace = "scf";

    /// <exception cref="ConfigurationException">A setting cannot be used.</exception>
    public static OperatorOptions From(IConfiguration configuration)
    {
        var path = configuration[KubeconfigVariable];
        try
        {
            return new(
                string.IsNullOrEmpty(path) ? KubernetesClientConfiguration.InClusterConfig() : KubernetesClientConfiguration.BuildConfigFromConfigFile(path),
                configuration[NamespaceVariable] is { Length: > 0 } space ? space : DefaultNamespace,
                $"{Environment.MachineName}-{Guid.NewGuid():N}",
                configuration[WorkersVariable] is { Length: > 0 } text ? Count(text) : DefaultWorkers);
        }
        catch (Exception e) when (e is KubeConfigException or IOException)
        {
            throw new ConfigurationException($"{KubeconfigVariable}={path}: {e.Message}", e);
        }
    }

    private static int Count(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0 ? count : throw new ConfigurationException($"{WorkersVariable}={text} is not a positive number.");
}
