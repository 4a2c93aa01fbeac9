using Google.Protobuf.WellKnownTypes;
using ScfAspire.Api.Namespaces;
using ScfAspire.Contracts.Names;
using ScfAspire.V1;
using PodTolerationMessage = ScfAspire.V1.PodToleration;

namespace ScfAspire.Api.Grpc;

/// <summary>Namespaces as messages of <c>scf.v1</c>.</summary>
internal static class NamespaceMessages
{
    public static Namespace Message(NamespaceDetails details) => new()
    {
        Name = new NamespaceName(details.Name).ToString(),
        Description = details.Description,
        ResourceEnvironment = details.Resources is { } resources ? Message(resources) : null,
        CreateTime = Timestamp.FromDateTimeOffset(details.AddTime),
        UpdateTime = Timestamp.FromDateTimeOffset(details.ModTime),
    };

    public static NamespaceResources? Resources(ResourceEnvironment? message) => message is null ? null : new()
    {
        Cluster = message.Cluster,
        PodNamespace = message.KubernetesNamespace,
        SubnetId = message.SubnetId,
        DataPath = message.DataPath,
        NodeSelector = [.. message.NodeSelector.OrderBy(label => label.Key, StringComparer.Ordinal).Select(label => new NodeLabel(label.Key, label.Value))],
        Tolerations = [.. message.Tolerations.Select(toleration => new Namespaces.PodToleration(
            toleration.Key, toleration.Operator, toleration.Value, toleration.Effect, toleration.HasTolerationSeconds ? toleration.TolerationSeconds : null))],
        Port = message.Port,
        PodTemplatePatch = message.PodTemplatePatch,
        Offline = message.Offline,
    };

    private static ResourceEnvironment Message(NamespaceResources resources)
    {
        var message = new ResourceEnvironment
        {
            Cluster = resources.Cluster,
            KubernetesNamespace = resources.PodNamespace,
            SubnetId = resources.SubnetId,
            DataPath = resources.DataPath,
            Port = resources.Port,
            PodTemplatePatch = resources.PodTemplatePatch,
            Offline = resources.Offline,
        };
        foreach (var label in resources.NodeSelector) message.NodeSelector[label.Key] = label.Value;
        foreach (var toleration in resources.Tolerations)
        {
            var told = new PodTolerationMessage { Key = toleration.Key, Operator = toleration.Operator, Value = toleration.Value, Effect = toleration.Effect };
            if (toleration.Seconds is { } seconds) told.TolerationSeconds = seconds;
            message.Tolerations.Add(told);
        }

        return message;
    }
}
