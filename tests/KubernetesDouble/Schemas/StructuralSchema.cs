using System.Text.Json.Nodes;
using ScfAspire.KubernetesDouble.Patching;
using ScfAspire.KubernetesDouble.Requests;
using ScfAspire.KubernetesDouble.Storage;

namespace ScfAspire.KubernetesDouble.Schemas;

/// <summary>
/// The schema of a custom resource: what it drops, fills in and refuses. Rules in CEL (<c>x-kubernetes-validations</c>) are not evaluated here:
/// tests of those rules run on a real cluster alone.
/// </summary>
public sealed class StructuralSchema(JsonObject root)
{
    /// <summary>Fields that the server itself knows, on every object.</summary>
    private static readonly string[] Envelope = ["apiVersion", "kind", "metadata"];

    /// <summary>What is wrong with an object, which has its defaults already.</summary>
    internal IReadOnlyList<FieldProblem> Validate(JsonObject item)
    {
        var problems = new List<FieldProblem>();
        var fields = item.DeepClone().AsObject();
        foreach (var field in Envelope) fields.Remove(field);
        new SchemaValidator(problems).Check(Fields(), fields, "");
        return problems;
    }

    /// <summary>Drops fields that the schema does not know, and names them.</summary>
    internal IReadOnlyList<string> Prune(JsonObject item)
    {
        var dropped = new List<string>();
        foreach (var (name, value) in item.ToList())
        {
            if (Envelope.Contains(name)) continue;
            if (Known(root, name) is { } schema) Prune(schema, value, name, dropped);
            else if (!Preserves(root)) Drop(item, name, name, dropped);
        }
        return dropped;
    }

    /// <summary>Fills in defaults.</summary>
    internal void Default(JsonObject item) => Default(root, item);

    /// <summary>How the list or map at a path is merged.</summary>
    /// <param name="path">Names of fields, with <c>[]</c> for the items of a list.</param>
    internal ListShape ShapeOf(IReadOnlyList<string> path)
    {
        JsonObject? schema = root;
        foreach (var step in path)
        {
            if (schema is null) break;
            schema = step == "[]" ? schema["items"] as JsonObject : Known(schema, step);
        }
        if (schema is null) return ListShape.Atomic;
        return schema.Text("x-kubernetes-list-type") switch
        {
            "set" => ListShape.Set,
            "map" => ListShape.Map([.. schema.Texts("x-kubernetes-list-map-keys")]),
            _ => schema.Text("x-kubernetes-map-type") == "atomic" || schema["type"]?.ToString() == "array" ? ListShape.Atomic : ListShape.Granular,
        };
    }

    internal static bool Preserves(JsonObject schema) => schema["x-kubernetes-preserve-unknown-fields"]?.GetValue<bool>() == true;

    /// <summary>The schema of a field; null for one that is not known.</summary>
    internal static JsonObject? Known(JsonObject schema, string name) =>
        schema["properties"]?[name] as JsonObject ?? schema["additionalProperties"] as JsonObject ?? (schema["additionalProperties"] is JsonValue ? [] : null);

    private JsonObject Fields()
    {
        var fields = root.DeepClone().AsObject();
        if (fields["properties"] is JsonObject properties)
        {
            foreach (var field in Envelope) properties.Remove(field);
        }
        return fields;
    }

    private static void Prune(JsonObject schema, JsonNode? value, string path, List<string> dropped)
    {
        switch (value)
        {
            case JsonArray list when schema["items"] is JsonObject items:
                for (var i = 0; i < list.Count; i++) Prune(items, list[i], $"{path}[{i}]", dropped);
                break;
            case JsonObject fields:
                foreach (var (name, inner) in fields.ToList())
                {
                    if (Known(schema, name) is { } known) Prune(known, inner, $"{path}.{name}", dropped);
                    else if (!Preserves(schema) && schema["x-kubernetes-embedded-resource"] is null) Drop(fields, name, $"{path}.{name}", dropped);
                }
                break;
        }
    }

    private static void Drop(JsonObject fields, string name, string path, List<string> dropped)
    {
        fields.Remove(name);
        dropped.Add(path);
    }

    private static void Default(JsonObject schema, JsonNode? value)
    {
        switch (value)
        {
            case JsonArray list when schema["items"] is JsonObject items:
                foreach (var item in list) Default(items, item);
                break;
            case JsonObject fields:
                foreach (var (name, known) in (schema["properties"] as JsonObject ?? []).ToList())
                {
                    if (known is not JsonObject inner) continue;
                    // A null where none may stand counts as absent.
                    if (fields.ContainsKey(name) && fields[name] is null && inner["nullable"]?.GetValue<bool>() != true) fields.Remove(name);
                    if (!fields.ContainsKey(name) && inner["default"] is { } value1) fields[name] = value1.DeepClone();
                    Default(inner, fields[name]);
                }
                if (schema["additionalProperties"] is JsonObject each)
                {
                    foreach (var (_, inner) in fields) Default(each, inner);
                }
                break;
        }
    }
}
