using ScfAspire.Api.Namespaces;
using ScfAspire.Core.Errors;

namespace ScfAspire.Api.Scf.Models;

/// <summary><c>NamespaceResourceEnvTKE</c> of the SCF interface.</summary>
public sealed record ResourceEnvTkeModel(
    string? ClusterID, string? SubnetID, string? Namespace, string? DataPath, IReadOnlyList<VariableModel>? NodeSelector, IReadOnlyList<TolerationModel>? Tolerations, int? Port, string? PodTemplatePatch)
{
    /// <exception cref="ScfException">ClusterID is missing.</exception>
    public NamespaceResources ToResources() => new()
    {
        Cluster = ClusterID is { Length: > 0 } cluster ? cluster : throw new ScfException(ScfErrorCode.MissingParameter, "ResourceEnv.TKE.ClusterID is required."),
        PodNamespace = Namespace ?? "",
        SubnetId = SubnetID ?? "",
        DataPath = DataPath ?? "",
        NodeSelector = [.. (NodeSelector ?? []).Select(label => new NodeLabel(label.Key ?? "", label.Value ?? ""))],
        Tolerations = [.. (Tolerations ?? []).Select(toleration => toleration.ToToleration())],
        Port = Port ?? 0,
        PodTemplatePatch = PodTemplatePatch ?? "",
    };

    public static ResourceEnvTkeModel Of(NamespaceResources resources) => new(
        resources.Cluster, resources.SubnetId, resources.PodNamespace, resources.DataPath, [.. resources.NodeSelector.Select(label => new VariableModel(label.Key, label.Value))],
        [.. resources.Tolerations.Select(TolerationModel.Of)], resources.Port, resources.PodTemplatePatch);
}
