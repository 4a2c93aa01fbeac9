using System.Text.Json.Nodes;
using ScfAspire.KubernetesDouble.Resources;

namespace ScfAspire.KubernetesDouble.Requests;

/// <summary>Tells which types there are. Used under the store's lock.</summary>
internal static class Discovery
{
    private static readonly string[] Verbs = ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"];

    /// <summary>Answers a path of discovery; null for any other.</summary>
    public static JsonObject? Answer(TypeTable types, string path, string version) => path.Trim('/').Split('/') switch
    {
        ["version"] => new()
        {
            ["major"] = version.Split('.')[0], ["minor"] = version.Split('.')[1], ["gitVersion"] = $"v{version}.0", ["platform"] = "linux/amd64",
        },
        ["api"] => new() { ["kind"] = "APIVersions", ["versions"] = new JsonArray("v1"), ["serverAddressByClientCIDRs"] = new JsonArray() },
        ["apis"] => new() { ["kind"] = "APIGroupList", ["apiVersion"] = "v1", ["groups"] = new JsonArray([.. Groups(types).Select(group => (JsonNode)Group(types, group))]) },
        ["apis", var group] when Groups(types).Contains(group) => Group(types, group),
        ["api", var v] when v == "v1" => Resources(types, "", v),
        ["apis", var group, var v] when types.All.Any(type => type.Group == group && type.Version == v) => Resources(types, group, v),
        _ => null,
    };

    private static IEnumerable<string> Groups(TypeTable types) => types.All.Select(type => type.Group).Where(group => group.Length > 0).Distinct();

    private static JsonObject Group(TypeTable types, string group)
    {
        var versions = types.All.Where(type => type.Group == group).Select(type => type.Version).Distinct().Select(version => Version(group, version)).ToList();
        return new() { ["kind"] = "APIGroup", ["apiVersion"] = "v1", ["name"] = group, ["versions"] = new JsonArray([.. versions]), ["preferredVersion"] = versions[0].DeepClone() };
    }

    private static JsonObject Version(string group, string version) => new() { ["groupVersion"] = $"{group}/{version}", ["version"] = version };

    private static JsonObject Resources(TypeTable types, string group, string version)
    {
        var resources = new JsonArray();
        foreach (var type in types.All.Where(type => type.Group == group && type.Version == version))
        {
            resources.Add((JsonNode)Resource(type, type.Plural, Reviews.Answers(type.Plural) ? ["create"] : Verbs));
            if (type.HasStatus) resources.Add((JsonNode)Resource(type, $"{type.Plural}/status", ["get", "patch", "update"]));
        }
        return new() { ["kind"] = "APIResourceList", ["apiVersion"] = "v1", ["groupVersion"] = group.Length == 0 ? version : $"{group}/{version}", ["resources"] = resources };
    }

    private static JsonObject Resource(ResourceType type, string name, IEnumerable<string> verbs)
    {
        var resource = new JsonObject
        {
            ["name"] = name,
            ["singularName"] = name == type.Plural ? type.Singular : "",
            ["namespaced"] = type.Namespaced,
            ["kind"] = type.Kind,
            ["verbs"] = new JsonArray([.. verbs.Select(verb => (JsonNode)verb)]),
        };
        if (name == type.Plural && type.ShortNames.Count > 0) resource["shortNames"] = new JsonArray([.. type.ShortNames.Select(each => (JsonNode)each)]);
        if (name == type.Plural && type.Categories.Count > 0) resource["categories"] = new JsonArray([.. type.Categories.Select(each => (JsonNode)each)]);
        return resource;
    }
}
