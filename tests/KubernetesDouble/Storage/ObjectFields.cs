using System.Globalization;
using System.Text.Json.Nodes;

namespace ScfAspire.KubernetesDouble.Storage;

/// <summary>The fields that every object has, read where they may be absent.</summary>
public static class ObjectFields
{
    /// <summary>The object's metadata, made when absent.</summary>
    public static JsonObject Metadata(this JsonObject item)
    {
        if (item["metadata"] is JsonObject metadata) return metadata;
        item["metadata"] = metadata = [];
        return metadata;
    }

    public static string Name(this JsonObject item) => item.Text("metadata", "name");

    public static string Namespace(this JsonObject item) => item.Text("metadata", "namespace");

    public static string Uid(this JsonObject item) => item.Text("metadata", "uid");

    public static bool IsDeleting(this JsonObject item) => item["metadata"]?["deletionTimestamp"] is not null;

    public static IReadOnlyList<string> Finalizers(this JsonObject item) => [.. item.Texts("metadata", "finalizers")];

    public static IEnumerable<JsonObject> Owners(this JsonObject item) => (item["metadata"]?["ownerReferences"] as JsonArray)?.OfType<JsonObject>() ?? [];

    /// <summary>The text at a path; empty where there is none.</summary>
    public static string Text(this JsonNode? node, params ReadOnlySpan<string> path) => At(node, path) is JsonValue value ? value.ToString() : "";

    /// <summary>The texts of the list at a path.</summary>
    public static IEnumerable<string> Texts(this JsonNode? node, params ReadOnlySpan<string> path) =>
        At(node, path) is JsonArray list ? list.Select(each => each?.ToString() ?? "").ToList() : [];

    /// <summary>The integer at a path; null where there is none. A value that was set is another type than one that was read.</summary>
    public static long? Integer(this JsonNode? node, params ReadOnlySpan<string> path) =>
        long.TryParse(Text(node, path), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : null;

    /// <summary>What is at a path; null where there is nothing.</summary>
    public static JsonNode? At(this JsonNode? node, params ReadOnlySpan<string> path)
    {
        foreach (var step in path) node = (node as JsonObject)?[step];
        return node;
    }
}
