using System.Text.Json.Nodes;
using ScfAspire.KubernetesDouble.Resources;
using ScfAspire.KubernetesDouble.Storage;

namespace ScfAspire.KubernetesDouble.Admission;

/// <summary>What an object takes of a quota, by the quota's keys.</summary>
internal static class ResourceUse
{
    public static Dictionary<string, Quantity> Of(ResourceType type, JsonObject item)
    {
        var use = new Dictionary<string, Quantity> { [$"count/{type.GroupResource}"] = new(1) };
        if (type.Group.Length > 0) return use;
        if (type.Plural != "pods")
        {
            if (QuotaAdmission.IsCountedByName(type.Plural)) use[type.Plural] = new(1);
            return use;
        }
        // Pods that have ended take nothing but their count.
        if (item.Text("status", "phase") is "Succeeded" or "Failed") return use;
        use["pods"] = new(1);
        foreach (var kind in (string[])["requests", "limits"])
        {
            foreach (var (resource, amount) in Sum(item, kind))
            {
                use[$"{kind}.{resource}"] = amount;
                if (kind == "requests") use[resource] = amount;
            }
        }
        return use;
    }

    /// <summary>Containers that do not say what a quota with this key wants to know.</summary>
    public static IReadOnlyList<string> ContainersWithout(JsonObject pod, string key)
    {
        var (kind, resource) = key.Split('.', 2) switch
        {
            ["requests", var of] when of is "cpu" or "memory" or "ephemeral-storage" => ("requests", of),
            ["limits", var of] when of is "cpu" or "memory" or "ephemeral-storage" => ("limits", of),
            [var of] when of is "cpu" or "memory" or "ephemeral-storage" => ("requests", of),
            _ => ("", ""),
        };
        if (kind.Length == 0) return [];
        return [.. Containers(pod, "containers").Concat(Containers(pod, "initContainers")).Where(container => Amount(container, kind, resource) is null).Select(container => container.Text("name"))];
    }

    private static Dictionary<string, Quantity> Sum(JsonObject pod, string kind)
    {
        var sum = new Dictionary<string, Quantity>();
        foreach (var container in Containers(pod, "containers"))
        {
            foreach (var (resource, _) in container["resources"]?[kind] as JsonObject ?? [])
                sum[resource] = sum.GetValueOrDefault(resource, new(0)) + Amount(container, kind, resource)!.Value;
        }
        // Those run one after the other, before the rest.
        foreach (var container in Containers(pod, "initContainers"))
        {
            foreach (var (resource, _) in container["resources"]?[kind] as JsonObject ?? [])
            {
                var amount = Amount(container, kind, resource)!.Value;
                if (amount.Value > sum.GetValueOrDefault(resource, new(0)).Value) sum[resource] = amount;
            }
        }
        return sum;
    }

    private static IEnumerable<JsonObject> Containers(JsonObject pod, string list) => (pod["spec"]?[list] as JsonArray ?? []).OfType<JsonObject>();

    private static Quantity? Amount(JsonObject container, string kind, string resource) =>
        container["resources"]?[kind]?[resource] is { } amount ? Quantity.Parse(amount.ToString()) : null;
}
