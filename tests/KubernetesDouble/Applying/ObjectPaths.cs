using System.Text.Json.Nodes;
using ScfAspire.KubernetesDouble.Patching;
using ScfAspire.KubernetesDouble.Resources;

namespace ScfAspire.KubernetesDouble.Applying;

/// <summary>From an object to the paths of its fields and back.</summary>
internal static class ObjectPaths
{
    private static readonly string[] Unowned = ["apiVersion", "kind"];

    private static readonly string[] UnownedMetadata =
    [
        "name", "namespace", "uid", "resourceVersion", "generation", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "managedFields", "selfLink", "generateName",
    ];

    /// <summary>The fields of an object that somebody can own.</summary>
    public static FieldSet Of(ResourceType type, JsonObject item)
    {
        var set = new FieldSet();
        Collect(type, item, [], [], set);
        return set;
    }

    /// <summary>What is at a path; null where there is nothing.</summary>
    public static JsonNode? At(JsonNode? item, ReadOnlySpan<string> path)
    {
        foreach (var step in path)
        {
            item = step[..2] switch
            {
                "f:" => (item as JsonObject)?[step[2..]],
                "k:" => (item as JsonArray)?.OfType<JsonObject>().FirstOrDefault(each => HasKey(each, step)),
                _ => (item as JsonArray)?.FirstOrDefault(each => $"v:{each?.ToJsonString()}" == step),
            };
        }
        return item;
    }

    /// <summary>Takes away what is at a path, and what it leaves empty.</summary>
    public static void Remove(JsonObject item, string[] path)
    {
        var parent = At(item, path.AsSpan(0, path.Length - 1));
        var last = path[^1];
        if (parent is JsonObject fields) fields.Remove(last[2..]);
        else if (parent is JsonArray list && At(list, [last]) is { } found) list.Remove(found);
        if (path.Length > 2 && parent is JsonObject { Count: 0 } && path[^2].StartsWith("f:", StringComparison.Ordinal)) Remove(item, path[..^1]);
        if (path.Length > 2 && parent is JsonArray { Count: 0 }) Remove(item, path[..^1]);
    }

    /// <summary>The step that names an item of a list with keys.</summary>
    public static string Key(ListShape shape, JsonObject item)
    {
        var key = new JsonObject();
        foreach (var name in shape.Keys.Order(StringComparer.Ordinal)) key[name] = KeyValue(item, name)?.DeepClone();
        return $"k:{key.ToJsonString()}";
    }

    private static void Collect(ResourceType type, JsonNode? value, List<string> fields, string[] path, FieldSet set)
    {
        var shape = value is JsonObject or JsonArray ? ListShapes.Of(type, fields, value is JsonArray) : ListShape.Atomic;
        switch (value)
        {
            case JsonObject { Count: > 0 } inner when shape == ListShape.Granular:
                foreach (var (name, each) in inner)
                {
                    if (IsUnowned(fields, name)) continue;
                    fields.Add(name);
                    Collect(type, each, fields, [.. path, $"f:{name}"], set);
                    fields.RemoveAt(fields.Count - 1);
                }
                break;
            case JsonArray { Count: > 0 } list when shape.IsMap:
                fields.Add("[]");
                foreach (var item in list.OfType<JsonObject>())
                {
                    string[] at = [.. path, Key(shape, item)];
                    set.Add(at);
                    Collect(type, item, fields, at, set);
                }
                fields.RemoveAt(fields.Count - 1);
                break;
            case JsonArray { Count: > 0 } list when shape == ListShape.Set:
                foreach (var item in list) set.Add([.. path, $"v:{item?.ToJsonString()}"]);
                break;
            default:
                if (path.Length > 0 && path is not ["f:metadata"]) set.Add(path);
                break;
        }
    }

    private static bool IsUnowned(List<string> fields, string name) => fields switch
    {
        [] => Unowned.Contains(name),
        ["metadata"] => UnownedMetadata.Contains(name),
        _ => false,
    };

    private static bool HasKey(JsonObject item, string step) =>
        JsonNode.Parse(step[2..])!.AsObject().All(key => JsonNode.DeepEquals(KeyValue(item, key.Key), key.Value));

    // Ports may leave out the protocol that is part of their key.
    private static JsonNode? KeyValue(JsonObject item, string name) => item[name] ?? (name == "protocol" ? "TCP" : null);
}
