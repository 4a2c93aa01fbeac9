using System.Text.Json.Nodes;
using ScfAspire.KubernetesDouble.Patching;
using ScfAspire.KubernetesDouble.Requests;
using ScfAspire.KubernetesDouble.Resources;
using ScfAspire.KubernetesDouble.Storage;

namespace ScfAspire.KubernetesDouble.Applying;

/// <summary>Merges what a field manager wants into what there is, and refuses what belongs to others.</summary>
internal static class ServerSideApply
{
    /// <param name="type">Type of the object.</param>
    /// <param name="live">What there is; null to create it.</param>
    /// <param name="wanted">All that the manager has an opinion on.</param>
    /// <param name="writer">The manager.</param>
    /// <param name="force">Whether fields of others are taken over.</param>
    /// <param name="now">Time of the entry.</param>
    /// <exception cref="ApiException">A field belongs to another manager.</exception>
    public static JsonObject Apply(ResourceType type, JsonObject? live, JsonObject wanted, FieldWriter writer, bool force, DateTimeOffset now)
    {
        var fields = ManagedFields.Read(live);
        var own = ObjectPaths.Of(type, wanted);
        var conflicts = fields.Entries.Where(entry => !entry.Is(writer)).SelectMany(entry => entry.Fields.Members()
                .Where(path => !ManagedFields.IsItem(path) && own.Contains(path) && !JsonNode.DeepEquals(ObjectPaths.At(live, path), ObjectPaths.At(wanted, path)))
                .Select(path => (Manager: Shown(entry), Path: path)))
            .ToList();
        if (conflicts.Count > 0 && !force) throw Refused(conflicts);

        var result = live is null ? wanted.DeepClone().AsObject() : (JsonObject)Merge(type, live, wanted, [])!;
        var taken = new FieldSet();
        foreach (var conflict in conflicts) taken.Add(conflict.Path);
        fields.TakeFromOthers(writer, taken);
        var others = fields.OfOthers(writer);
        // An item before its fields, which go with it; only where nobody else has a part in it.
        var gone = new FieldSet();
        foreach (var path in fields.Of(writer).Minus(own).Members().OrderBy(path => path.Length))
        {
            if (others.Reaches(path) || own.Reaches(path) || Enumerable.Range(1, path.Length).Any(length => gone.Contains(path.AsSpan(0, length)))) continue;
            ObjectPaths.Remove(result, path);
            gone.Add(path);
        }
        fields.Give(writer, own, type.ApiVersion, now);
        fields.Write(result);
        return result;
    }

    private static JsonNode? Merge(ResourceType type, JsonNode? live, JsonNode? wanted, List<string> path)
    {
        var shape = wanted is JsonObject or JsonArray ? ListShapes.Of(type, path, wanted is JsonArray) : ListShape.Atomic;
        if (live is JsonObject fields && wanted is JsonObject changes && shape == ListShape.Granular)
        {
            var result = fields.DeepClone().AsObject();
            foreach (var (name, change) in changes)
            {
                if (path is ["metadata"] && name is "managedFields" or "resourceVersion" or "uid" or "creationTimestamp") continue;
                path.Add(name);
                result[name] = Merge(type, result[name], change, path);
                path.RemoveAt(path.Count - 1);
            }
            return result;
        }
        if (live is not JsonArray list || wanted is not JsonArray items) return wanted?.DeepClone();
        if (shape == ListShape.Set) return new JsonArray([.. list.Concat(items.Where(item => !list.Any(old => JsonNode.DeepEquals(old, item)))).Select(item => item?.DeepClone())]);
        if (!shape.IsMap) return wanted.DeepClone();
        var merged = list.OfType<JsonObject>().Select(item => (Key: ObjectPaths.Key(shape, item), Item: (JsonNode?)item.DeepClone())).ToList();
        path.Add("[]");
        foreach (var item in items.OfType<JsonObject>())
        {
            var key = ObjectPaths.Key(shape, item);
            var at = merged.FindIndex(each => each.Key == key);
            if (at < 0) merged.Add((key, item.DeepClone()));
            else merged[at] = (key, Merge(type, merged[at].Item, item, path));
        }
        path.RemoveAt(path.Count - 1);
        return new JsonArray([.. merged.Select(each => each.Item)]);
    }

    private static ApiException Refused(List<(string Manager, string[] Path)> conflicts)
    {
        var causes = new JsonArray([.. conflicts.Select(each => new JsonObject
        {
            ["reason"] = "FieldManagerConflict",
            ["message"] = $"conflict with {each.Manager}",
            ["field"] = Shown(each.Path),
        })]);
        var text = conflicts.Count == 1
            ? $"conflict with {conflicts[0].Manager}: {Shown(conflicts[0].Path)}"
            : string.Join('\n', conflicts.GroupBy(each => each.Manager).Select(of => $"conflicts with {of.Key}:\n{string.Join('\n', of.Select(each => $"- {Shown(each.Path)}"))}"));
        return new(409, "Conflict", $"Apply failed with {conflicts.Count} conflict{(conflicts.Count == 1 ? "" : "s")}: {text}", new() { ["causes"] = causes });
    }

    private static string Shown(ManagedFields.Entry entry) =>
        $"\"{entry.Manager}\"{(entry.Subresource.Length > 0 ? $" with subresource \"{entry.Subresource}\"" : "")}{(entry.Operation == ManagedFields.Update ? $" using {entry.ApiVersion}" : "")}";

    private static string Shown(string[] path) =>
        string.Concat(path.Select(step => step.StartsWith("f:", StringComparison.Ordinal) ? $".{step[2..]}" : $"[{Item(step)}]"));

    private static string Item(string step) => step[0] == 'v'
        ? $"={step[2..]}"
        : string.Join(',', JsonNode.Parse(step[2..])!.AsObject().Select(key => $"{key.Key}={key.Value?.ToJsonString()}"));
}
