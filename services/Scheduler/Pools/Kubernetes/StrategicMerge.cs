using System.Text.Json;
using System.Text.Json.Nodes;

namespace ScfAspire.Scheduler.Pools.Kubernetes;

/// <summary>
/// Merges a strategic merge patch into a pod, as the API server does for pods: maps are merged, lists of named things are merged by their name, other lists are
/// replaced; <c>null</c> and <c>$patch: delete</c> take away, <c>$patch: replace</c> replaces.
/// </summary>
internal static class StrategicMerge
{
    private const string Directive = "$patch", Delete = "delete", Replace = "replace";

    // By the field's name, which is unambiguous in a pod. From the patchMergeKey tags of the API's types.
    private static readonly Dictionary<string, string> MergeKeys = new()
    {
        ["containers"] = "name", ["initContainers"] = "name", ["ephemeralContainers"] = "name", ["env"] = "name", ["volumes"] = "name", ["imagePullSecrets"] = "name",
        ["volumeMounts"] = "mountPath", ["volumeDevices"] = "devicePath", ["ports"] = "containerPort", ["hostAliases"] = "ip", ["topologySpreadConstraints"] = "topologyKey",
        ["ownerReferences"] = "uid", ["resourceClaims"] = "name", ["schedulingGates"] = "name",
    };

    private static readonly HashSet<string> MergedValues = ["finalizers"];

    /// <exception cref="PodTemplateException">The patch is no JSON object, or does not fit.</exception>
    public static string Apply(string document, string patch)
    {
        try
        {
            if (JsonNode.Parse(patch) is not JsonObject changes) throw new PodTemplateException("PodTemplatePatch is no object.");
            var merged = (JsonObject)JsonNode.Parse(document)!;
            Merge(merged, changes);
            return merged.ToJsonString();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new PodTemplateException($"PodTemplatePatch cannot be merged: {e.Message}", e);
        }
    }

    private static void Merge(JsonObject target, JsonObject changes)
    {
        foreach (var (name, change) in changes)
        {
            if (name == Directive) continue;
            target[name] = (change, target[name]) switch
            {
                (null, _) => Take(target, name),
                (JsonObject from, var old) => MergedObject(old as JsonObject, from),
                (JsonArray from, JsonArray old) when MergeKeys.TryGetValue(name, out var key) => MergedList(old, from, key),
                (JsonArray from, JsonArray old) when MergedValues.Contains(name) => new JsonArray([.. old.Concat(from).Select(item => item?.ToJsonString()).Distinct().Select(text => JsonNode.Parse(text ?? "null"))]),
                _ => change!.DeepClone(),
            };
            if (target[name] is null) target.Remove(name);
        }
    }

    private static JsonNode? Take(JsonObject target, string name)
    {
        target.Remove(name);
        return null;
    }

    private static JsonObject? MergedObject(JsonObject? old, JsonObject changes)
    {
        var directive = (string?)changes[Directive];
        if (directive == Delete) return null;
        var merged = old is null || directive == Replace ? [] : (JsonObject)old.DeepClone();
        Merge(merged, changes);
        return merged;
    }

    private static JsonArray MergedList(JsonArray old, JsonArray changes, string key)
    {
        List<JsonNode> merged = [.. changes.Any(item => item is JsonObject change && (string?)change[Directive] == Replace) ? [] : old.Select(item => item!.DeepClone())];
        foreach (var item in changes)
        {
            if (item is not JsonObject change) throw new PodTemplateException("PodTemplatePatch has a value in a list of objects.");
            if (change.Count == 1 && change.ContainsKey(Directive)) continue;
            var name = change[key]?.ToJsonString() ?? throw new PodTemplateException($"PodTemplatePatch has an entry without {key} in a list that is merged by it.");
            var at = merged.FindIndex(other => other[key]?.ToJsonString() == name);
            var result = MergedObject(at < 0 ? null : (JsonObject)merged[at], change);
            if (at >= 0) merged.RemoveAt(at);
            if (result is not null) merged.Insert(at < 0 ? merged.Count : at, result);
        }

        return [.. merged];
    }
}
