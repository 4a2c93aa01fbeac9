using System.Text.Json.Nodes;
using ScfAspire.KubernetesDouble.Requests;

namespace ScfAspire.KubernetesDouble.Schemas;

/// <summary>Whether the schema of a definition is structural: every field has a type, and nothing that a server refuses is in it.</summary>
internal static class DefinitionSchema
{
    private static readonly string[] Refused = ["$ref", "definitions", "dependencies", "patternProperties", "uniqueItems", "deprecated", "discriminator", "readOnly", "writeOnly", "xml", "id"];

    public static void Check(JsonObject schema, string path, List<FieldProblem> problems)
    {
        foreach (var word in Refused.Where(schema.ContainsKey)) problems.Add(FieldProblem.Forbidden($"{path}.{word}", $"{word} is not supported"));
        if (schema["type"] is null && !StructuralSchema.Preserves(schema) && schema["x-kubernetes-int-or-string"]?.GetValue<bool>() != true)
            problems.Add(FieldProblem.Required($"{path}.type", "must not be empty for specified object fields"));
        if (schema["properties"] is not null && schema["additionalProperties"] is not null)
            problems.Add(FieldProblem.Forbidden($"{path}.additionalProperties", "additionalProperties and properties are mutual exclusive"));
        foreach (var (name, inner) in schema["properties"] as JsonObject ?? [])
        {
            if (inner is JsonObject known) Check(known, $"{path}.properties[{name}]", problems);
        }
        if (schema["items"] is JsonObject items) Check(items, $"{path}.items", problems);
        if (schema["additionalProperties"] is JsonObject each) Check(each, $"{path}.additionalProperties", problems);
    }
}
