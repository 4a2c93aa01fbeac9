using System.Text.Json.Nodes;
using ScfAspire.KubernetesDouble.Resources;

namespace ScfAspire.KubernetesDouble.Patching;

/// <summary>The strategic merge patch of built-in types: lists with keys are merged item by item, with <c>$patch</c> and <c>$deleteFromPrimitiveList</c>.</summary>
internal static class StrategicMergePatch
{
    private const string Directive = "$patch";
    private const string DeleteFromList = "$deleteFromPrimitiveList/";
    private const string SetOrder = "$setElementOrder/";
    private const string RetainKeys = "$retainKeys";

    public static JsonObject Apply(ResourceType type, JsonObject target, JsonObject patch) => Merge(type, target, patch, []);

    private static JsonObject Merge(ResourceType type, JsonObject target, JsonObject patch, List<string> path)
    {
        if (patch[Directive]?.ToString() == "replace") return Clean(patch);
        var result = target.DeepClone().AsObject();
        if (patch[RetainKeys] is JsonArray retained)
        {
            var kept = retained.Select(each => each!.ToString()).ToHashSet();
            foreach (var name in result.Select(field => field.Key).Where(name => !kept.Contains(name)).ToList()) result.Remove(name);
        }
        foreach (var (name, change) in patch)
        {
            if (name is Directive or RetainKeys || name.StartsWith(SetOrder, StringComparison.Ordinal)) continue;
            if (name.StartsWith(DeleteFromList, StringComparison.Ordinal))
            {
                var field = name[DeleteFromList.Length..];
                if (result[field] is JsonArray from) result[field] = new JsonArray([.. from.Where(item => !change!.AsArray().Any(gone => JsonNode.DeepEquals(gone, item))).Select(item => item?.DeepClone())]);
                continue;
            }
            path.Add(name);
            if (change is null || (change as JsonObject)?[Directive]?.ToString() == "delete") result.Remove(name);
            else if (change is JsonObject fields) result[name] = Merge(type, result[name] as JsonObject ?? [], fields, path);
            else if (change is JsonArray items) result[name] = MergeList(type, result[name] as JsonArray ?? [], items, path);
            else result[name] = change.DeepClone();
            path.RemoveAt(path.Count - 1);
        }
        return result;
    }

    private static JsonArray MergeList(ResourceType type, JsonArray target, JsonArray patch, List<string> path)
    {
        var shape = ListShapes.Of(type, path, isList: true);
        if (shape == ListShape.Set) return [.. target.Concat(patch.Where(item => !target.Any(old => JsonNode.DeepEquals(old, item)))).Select(item => item?.DeepClone())];
        if (!shape.IsMap) return (JsonArray)patch.DeepClone();
        // The whole list is replaced where one of its items says so.
        if (patch.OfType<JsonObject>().Any(item => item[Directive]?.ToString() == "replace"))
            return [.. patch.OfType<JsonObject>().Where(item => item[Directive] is null).Select(item => (JsonNode)Clean(item))];
        var result = new List<JsonObject>(target.OfType<JsonObject>().Select(item => item.DeepClone().AsObject()));
        // The first of the keys is the one that patches go by.
        var key = shape.Keys[0];
        path.Add("[]");
        foreach (var item in patch.OfType<JsonObject>())
        {
            var at = result.FindIndex(old => JsonNode.DeepEquals(old[key], item[key]));
            if (item[Directive]?.ToString() == "delete")
            {
                if (at >= 0) result.RemoveAt(at);
            }
            else if (at >= 0) result[at] = Merge(type, result[at], item, path);
            else result.Add(Clean(item));
        }
        path.RemoveAt(path.Count - 1);
        return [.. result];
    }

    private static JsonObject Clean(JsonObject patch)
    {
        var result = patch.DeepClone().AsObject();
        result.Remove(Directive);
        foreach (var name in result.Select(field => field.Key).Where(name => name.StartsWith('$')).ToList()) result.Remove(name);
        return result;
    }
}
