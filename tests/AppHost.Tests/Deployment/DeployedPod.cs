using YamlDotNet.RepresentationModel;

namespace ScfAspire.AppHost.Tests.Deployment;

/// <summary>The pod template of a workload.</summary>
/// <param name="Workload">The whole object.</param>
internal sealed record DeployedPod(YamlNode Workload)
{
    public string Name => Workload.Text("metadata", "name");

    public string Namespace => Workload.Text("metadata", "namespace");

    public YamlNode? Spec => Workload.At("spec", "template", "spec");

    public IReadOnlyList<YamlNode> Containers => [.. Spec.Items("containers").Concat(Spec.Items("initContainers"))];

    public IReadOnlyDictionary<string, string> Labels => Workload.Entries("spec", "template", "metadata", "labels");

    /// <summary>Names and numbers of the container ports.</summary>
    public IReadOnlySet<string> Ports => Containers.SelectMany(container => container.Items("ports")).SelectMany(port => new[] { port.Text("name"), port.Text("containerPort") }).ToHashSet();

    public static IReadOnlyList<DeployedPod> In(IEnumerable<YamlNode> objects) =>
        [.. objects.Where(each => each.Text("kind") is "Deployment" or "StatefulSet" or "DaemonSet").Select(each => new DeployedPod(each))];

    /// <summary>Whether a label selector takes this pod; an empty one takes all.</summary>
    public bool IsSelected(YamlNode? selector) =>
        selector.Entries("matchLabels").All(label => Labels.GetValueOrDefault(label.Key) == label.Value)
        && selector.Items("matchExpressions").All(each => each.Text("operator") == "In" && each.Items("values").Any(value => value.ToString() == Labels.GetValueOrDefault(each.Text("key"))));

    /// <summary>Keys of ConfigMaps and Secrets that it must have: kind, name and key, which is empty for all of them.</summary>
    public IEnumerable<(string Kind, string Name, string Key)> Settings()
    {
        foreach (var source in Containers.SelectMany(container => container.Items("env")).Select(variable => variable.At("valueFrom")))
        {
            foreach (var kind in new[] { "ConfigMap", "Secret" })
            {
                var reference = source.At($"{char.ToLowerInvariant(kind[0])}{kind[1..]}KeyRef");
                if (reference is not null && reference.Text("optional") != "true") yield return (kind, reference.Text("name"), reference.Text("key"));
            }
        }
        foreach (var volume in Spec.Items("volumes"))
        {
            if (volume.At("secret") is not null) yield return ("Secret", volume.Text("secret", "secretName"), "");
            if (volume.At("configMap") is not null) yield return ("ConfigMap", volume.Text("configMap", "name"), "");
        }
    }
}
