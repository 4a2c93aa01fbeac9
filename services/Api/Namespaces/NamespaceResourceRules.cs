using ScfAspire.Api.Installation;
using ScfAspire.Core.Errors;

namespace ScfAspire.Api.Namespaces;

/// <summary>Checks where a namespace is to run, and completes what it leaves open.</summary>
public sealed class NamespaceResourceRules(InstallationOptions installation)
{
    private const int LongestNamespace = 63, LongestLabelName = 63, LastPort = 65_535;
    private const string Equal = "Equal", Exists = "Exists";

    private static readonly string[] Effects = ["", "NoSchedule", "PreferNoSchedule", "NoExecute"];

    /// <exception cref="ScfException">The cluster is not registered, or a field cannot be used.</exception>
    public NamespaceResources Require(NamespaceResources resources)
    {
        var cluster = resources.Cluster;
        if (cluster.Length == 0)
        {
            // OFFLINE alone: the installation says where that is.
            cluster = installation.OfflineCluster;
            if (cluster.Length == 0) throw new ScfException(ScfErrorCode.FailedClusterNotFound, "This installation has no offline capacity.");
        }

        if (!installation.Clusters.TryGetValue(cluster, out var ownNamespace)) throw new ScfException(ScfErrorCode.FailedClusterNotFound, $"Cluster {cluster} is not registered with this installation.");
        var ns = resources.PodNamespace.Length > 0 ? resources.PodNamespace : resources.Cluster.Length == 0 ? ownNamespace : throw new ScfException(ScfErrorCode.MissingParameter, "ResourceEnv.TKE.Namespace is required.");
        if (!IsDnsLabel(ns)) throw Invalid($"ResourceEnv.TKE.Namespace '{ns}' is not the name of a Kubernetes namespace.");
        if (resources.Port is < 0 or > LastPort) throw Invalid($"ResourceEnv.TKE.Port {resources.Port} is no port.");
        if (resources.DataPath.Length > 0 && (!resources.DataPath.StartsWith('/') || resources.DataPath.Split('/').Contains(".."))) throw Invalid($"ResourceEnv.TKE.DataPath '{resources.DataPath}' is not an absolute path.");
        foreach (var label in resources.NodeSelector)
        {
            if (!IsLabelKey(label.Key) || !IsLabelValue(label.Value)) throw Invalid($"ResourceEnv.TKE.NodeSelector '{label.Key}={label.Value}' is no label.");
        }

        if (resources.NodeSelector.GroupBy(label => label.Key).FirstOrDefault(group => group.Count() > 1) is { } twice) throw Invalid($"ResourceEnv.TKE.NodeSelector has {twice.Key} twice.");
        return resources with
        {
            Cluster = cluster,
            PodNamespace = ns,
            Tolerations = [.. resources.Tolerations.Select(Require)],
            PodTemplateJson = resources.PodTemplatePatch.Length == 0 ? "" : PodTemplateReader.Read(resources.PodTemplatePatch),
        };
    }

    private static PodToleration Require(PodToleration toleration)
    {
        var required = toleration with { Operator = toleration.Operator.Length > 0 ? toleration.Operator : Equal };
        if (required.Operator is not (Equal or Exists)) throw Invalid($"ResourceEnv.TKE.Tolerations: Operator '{required.Operator}' must be Equal or Exists.");
        if (!Effects.Contains(required.Effect)) throw Invalid($"ResourceEnv.TKE.Tolerations: Effect '{required.Effect}' must be NoSchedule, PreferNoSchedule or NoExecute.");
        if (required is { Operator: Equal, Key.Length: 0 }) throw Invalid("ResourceEnv.TKE.Tolerations: Key is required with Equal.");
        if (required is { Operator: Exists, Value.Length: > 0 }) throw Invalid("ResourceEnv.TKE.Tolerations: Value must be empty with Exists.");
        if (required.Key.Length > 0 && !IsLabelKey(required.Key)) throw Invalid($"ResourceEnv.TKE.Tolerations: Key '{required.Key}' is not a taint's.");
        if (required.Seconds is not null && required.Effect != "NoExecute") throw Invalid("ResourceEnv.TKE.Tolerations: TolerationSeconds needs the Effect NoExecute.");
        return required;
    }

    private static bool IsDnsLabel(string text) =>
        text.Length is > 0 and <= LongestNamespace && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-') && text[0] != '-' && text[^1] != '-';

    private static bool IsLabelKey(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        return (slash < 0 || (slash > 0 && text[..slash].Split('.').All(IsDnsLabel))) && text.Length > slash + 1 && IsLabelValue(text[(slash + 1)..]);
    }

    private static bool IsLabelValue(string text) =>
        text.Length == 0 || (text.Length <= LongestLabelName && char.IsAsciiLetterOrDigit(text[0]) && char.IsAsciiLetterOrDigit(text[^1]) && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'));

    private static ScfException Invalid(string message) => new(ScfErrorCode.InvalidParam, message);
}
