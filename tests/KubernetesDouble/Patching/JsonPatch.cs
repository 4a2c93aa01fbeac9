using System.Globalization;
using System.Text.Json.Nodes;
using ScfAspire.KubernetesDouble.Requests;

namespace ScfAspire.KubernetesDouble.Patching;

/// <summary>JSON patch, RFC 6902.</summary>
internal static class JsonPatch
{
    /// <exception cref="ApiException">The patch does not fit.</exception>
    public static JsonNode Apply(JsonNode target, JsonArray patch)
    {
        var result = target.DeepClone();
        foreach (var operation in patch.OfType<JsonObject>())
        {
            var path = Steps(operation["path"]?.ToString() ?? "");
            switch (operation["op"]?.ToString())
            {
                case "add": Add(result, path, operation["value"]?.DeepClone()); break;
                case "replace":
                    Take(result, path);
                    Add(result, path, operation["value"]?.DeepClone());
                    break;
                case "remove": Take(result, path); break;
                case "move": Add(result, path, Take(result, Steps(operation["from"]!.ToString()))); break;
                case "copy": Add(result, path, Get(result, Steps(operation["from"]!.ToString()))?.DeepClone()); break;
                case "test":
                    if (!JsonNode.DeepEquals(Get(result, path), operation["value"])) throw Refused($"testing value {operation["path"]} failed");
                    break;
                default: throw ApiException.BadRequest($"unexpected kind: {operation["op"]}");
            }
        }
        return result;
    }

    private static string[] Steps(string pointer) => [.. pointer.Split('/').Skip(1).Select(step => step.Replace("~1", "/").Replace("~0", "~"))];

    private static JsonNode? Get(JsonNode target, ReadOnlySpan<string> path)
    {
        JsonNode? node = target;
        foreach (var step in path)
        {
            node = node switch
            {
                JsonObject fields when fields.ContainsKey(step) => fields[step],
                JsonArray list when Index(list, step) is var index && index < list.Count => list[index],
                _ => throw Refused($"missing path: /{string.Join('/', path.ToArray())}"),
            };
        }
        return node;
    }

    private static void Add(JsonNode target, string[] path, JsonNode? value)
    {
        switch (Get(target, path.AsSpan(0, path.Length - 1)))
        {
            case JsonObject fields: fields[path[^1]] = value; break;
            case JsonArray list when path[^1] == "-": list.Add(value); break;
            case JsonArray list when Index(list, path[^1]) is var index && index <= list.Count: list.Insert(index, value); break;
            default: throw Refused($"add operation does not apply: doc is missing path: /{string.Join('/', path)}");
        }
    }

    private static JsonNode? Take(JsonNode target, string[] path)
    {
        var value = Get(target, path);
        switch (Get(target, path.AsSpan(0, path.Length - 1)))
        {
            case JsonObject fields: fields.Remove(path[^1]); break;
            case JsonArray list: list.RemoveAt(Index(list, path[^1])); break;
        }
        return value;
    }

    private static int Index(JsonArray list, string step) =>
        int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : throw Refused($"{step} is no index of a list of {list.Count}");

    private static ApiException Refused(string why) => new(422, "Invalid", $"the server rejected our request due to an error in our request: {why}");
}
