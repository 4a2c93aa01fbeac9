using ScfAspire.KubernetesDouble.Resources;

namespace ScfAspire.KubernetesDouble.Patching;

/// <summary>Which lists are merged by which keys: of built-in types by the names of their fields, of custom ones by their schema.</summary>
internal static class ListShapes
{
    private static readonly Dictionary<string, ListShape> ByField = new()
    {
        ["containers"] = ListShape.Map(["name"]),
        ["initContainers"] = ListShape.Map(["name"]),
        ["ephemeralContainers"] = ListShape.Map(["name"]),
        ["env"] = ListShape.Map(["name"]),
        ["volumes"] = ListShape.Map(["name"]),
        ["volumeMounts"] = ListShape.Map(["mountPath"]),
        ["volumeDevices"] = ListShape.Map(["devicePath"]),
        ["conditions"] = ListShape.Map(["type"]),
        ["ownerReferences"] = ListShape.Map(["uid"]),
        ["imagePullSecrets"] = ListShape.Map(["name"]),
        ["secrets"] = ListShape.Map(["name"]),
        ["hostAliases"] = ListShape.Map(["ip"]),
        ["topologySpreadConstraints"] = ListShape.Map(["topologyKey", "whenUnsatisfiable"]),
        ["podIPs"] = ListShape.Map(["ip"]),
        ["finalizers"] = ListShape.Set,
        ["selector"] = ListShape.Atomic,
        ["nodeSelector"] = ListShape.Atomic,
    };

    private static readonly ListShape ContainerPorts = ListShape.Map(["containerPort", "protocol"]);

    private static readonly ListShape ServicePorts = ListShape.Map(["port", "protocol"]);

    /// <summary>The shape of the value at a path.</summary>
    /// <param name="type">Type of the object.</param>
    /// <param name="path">Names of fields, with <c>[]</c> for the items of a list.</param>
    /// <param name="isList">Whether the value is a list.</param>
    public static ListShape Of(ResourceType type, IReadOnlyList<string> path, bool isList)
    {
        if (path.Count > 0 && path[0] != "metadata" && type.Schema is { } schema) return schema.ShapeOf(path);
        var field = path.Count == 0 ? "" : path[^1];
        if (field == "ports") return path.Contains("containers") || path.Contains("initContainers") ? ContainerPorts : type.Plural == "services" ? ServicePorts : ListShape.Atomic;
        return ByField.TryGetValue(field, out var known) && (isList || known == ListShape.Atomic) ? known : isList ? ListShape.Atomic : ListShape.Granular;
    }
}
