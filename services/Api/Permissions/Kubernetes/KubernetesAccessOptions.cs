using k8s;
using k8s.Exceptions;
using ScfAspire.ServiceDefaults;

namespace ScfAspire.Api.Permissions.Kubernetes;

/// <summary>Whether and how the cluster decides who may do what.</summary>
/// <param name="Client">How its API server is reached.</param>
/// <param name="Subjects">User and groups of Kubernetes by SecretId.</param>
/// <param name="Administrator">SecretId of the installation's first credential; empty for none.</param>
/// <param name="Audiences">What tokens have to be made for; empty for the API server itself.</param>
public sealed record KubernetesAccessOptions(
    KubernetesClientConfiguration Client, IReadOnlyDictionary<string, KubernetesSubject> Subjects, string Administrator, IReadOnlyList<string> Audiences)
{
    /// <summary><c>in-cluster</c>, or the path of a kubeconfig; empty for built-in roles.</summary>
    public const string AccessVariable = "SCF_KUBE_ACCESS";

    /// <summary><c>{SecretId}={user}[,{group}...][;...]</c>.</summary>
    public const string SubjectsVariable = "SCF_KUBE_SUBJECTS";

    /// <summary>Audiences of tokens, with commas between them.</summary>
    public const string AudiencesVariable = "SCF_KUBE_AUDIENCES";

    private const string InCluster = "in-cluster";

    /// <summary>The options; null where built-in roles decide.</summary>
    /// <exception cref="ConfigurationException">A setting cannot be used.</exception>
    public static KubernetesAccessOptions? From(IConfiguration configuration)
    {
        if (configuration[AccessVariable] is not { Length: > 0 } access) return null;
        var subjects = new Dictionary<string, KubernetesSubject>(StringComparer.Ordinal);
        foreach (var entry in List(configuration[SubjectsVariable], ';'))
        {
            if (entry.Split('=', 2, StringSplitOptions.TrimEntries) is not [{ Length: > 0 } secretId, var named] || List(named, ',') is not [var user, .. var groups])
                throw new ConfigurationException($"{SubjectsVariable}: '{entry}' is not of the form SecretId=user,group,...");
            subjects[secretId] = new(user, groups);
        }
        try
        {
            return new(
                access == InCluster ? KubernetesClientConfiguration.InClusterConfig() : KubernetesClientConfiguration.BuildConfigFromConfigFile(access),
                subjects, configuration[ScfEnvironment.SecretId] ?? "", List(configuration[AudiencesVariable], ','));
        }
        catch (Exception e) when (e is KubeConfigException or IOException)
        {
            throw new ConfigurationException($"{AccessVariable}={access}: {e.Message}", e);
        }
    }

    private static string[] List(string? text, char separator) => (text ?? "").Split(separator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
