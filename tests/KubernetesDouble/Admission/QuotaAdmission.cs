using System.Text.Json.Nodes;
using ScfAspire.KubernetesDouble.Requests;
using ScfAspire.KubernetesDouble.Resources;
using ScfAspire.KubernetesDouble.Storage;

namespace ScfAspire.KubernetesDouble.Admission;

/// <summary>Holds the quotas of a namespace. Used under the store's lock.</summary>
internal sealed class QuotaAdmission(ObjectStore store, TypeTable types)
{
    private static readonly string[] CountedByName = ["configmaps", "secrets", "services", "persistentvolumeclaims", "resourcequotas", "pods"];

    /// <exception cref="ApiException">A quota does not allow the object.</exception>
    public void Admit(ResourceType type, JsonObject item)
    {
        if (!type.Namespaced) return;
        var asked = ResourceUse.Of(type, item);
        foreach (var quota in store.List(BuiltInTypes.ResourceQuotas, item.Namespace()).Where(quota => Applies(quota, type, item)))
        {
            var hard = Hard(quota);
            if (type.Plural == "pods") RequireValues(type, item, quota.Name(), hard.Keys);
            var used = Used(quota, hard.Keys);
            var over = hard.Where(limit => asked.TryGetValue(limit.Key, out var more) && more.Value > 0 && used[limit.Key].Value + more.Value > limit.Value.Value)
                .Select(limit => limit.Key).Order(StringComparer.Ordinal).ToList();
            if (over.Count == 0) continue;
            string Shown(Func<string, object> amount) => string.Join(',', over.Select(key => $"{key}={amount(key)}"));
            throw ApiException.Forbidden(
                type, item.Name(), $"exceeded quota: {quota.Name()}, requested: {Shown(key => asked[key])}, used: {Shown(key => used[key])}, limited: {Shown(key => hard[key])}");
        }
    }

    /// <summary>Writes what is used into the status of a namespace's quotas.</summary>
    public void Refresh(string @namespace)
    {
        foreach (var quota in store.List(BuiltInTypes.ResourceQuotas, @namespace).ToList())
        {
            var hard = Hard(quota);
            var status = new JsonObject { ["hard"] = Written(hard), ["used"] = Written(Used(quota, hard.Keys)) };
            if (JsonNode.DeepEquals(status, quota["status"])) continue;
            var changed = quota.DeepClone().AsObject();
            changed["status"] = status;
            store.Put(BuiltInTypes.ResourceQuotas, changed);
        }
    }

    private Dictionary<string, Quantity> Used(JsonObject quota, IEnumerable<string> keys)
    {
        var used = keys.ToDictionary(key => key, _ => new Quantity(0));
        foreach (var (groupResource, item) in store.Everything())
        {
            if (item.Namespace() != quota.Namespace() || types.OfGroupResource(groupResource) is not { } type || !Applies(quota, type, item)) continue;
            foreach (var (key, amount) in ResourceUse.Of(type, item))
            {
                if (used.TryGetValue(key, out var sum)) used[key] = sum + amount;
            }
        }
        return used;
    }

    private static void RequireValues(ResourceType type, JsonObject pod, string quota, IEnumerable<string> keys)
    {
        var missing = keys.Select(key => (key, Containers: ResourceUse.ContainersWithout(pod, key))).Where(each => each.Containers.Count > 0)
            .OrderBy(each => each.key, StringComparer.Ordinal).Select(each => $"{each.key} for: {string.Join(',', each.Containers)}").ToList();
        if (missing.Count > 0) throw ApiException.Forbidden(type, pod.Name(), $"failed quota: {quota}: must specify {string.Join("; ", missing)}");
    }

    private static bool Applies(JsonObject quota, ResourceType type, JsonObject item)
    {
        var expressions = (quota["spec"].At("scopeSelector", "matchExpressions") as JsonArray ?? []).OfType<JsonObject>().ToList();
        return expressions.Count == 0 || (type.Plural == "pods" && expressions.TrueForAll(expression => expression.Text("scopeName") != "PriorityClass" || expression.Text("operator") switch
        {
            "In" => expression.Texts("values").Contains(item.Text("spec", "priorityClassName")),
            "NotIn" => !expression.Texts("values").Contains(item.Text("spec", "priorityClassName")),
            "Exists" => item.Text("spec", "priorityClassName").Length > 0,
            _ => item.Text("spec", "priorityClassName").Length == 0,
        }));
    }

    private static Dictionary<string, Quantity> Hard(JsonObject quota) =>
        (quota["spec"]?["hard"] as JsonObject ?? []).ToDictionary(limit => limit.Key, limit => Quantity.Parse(limit.Value!.ToString()));

    private static JsonObject Written(Dictionary<string, Quantity> amounts) =>
        new(amounts.OrderBy(each => each.Key, StringComparer.Ordinal).Select(each => KeyValuePair.Create(each.Key, (JsonNode?)each.Value.ToString())));

    internal static bool IsCountedByName(string plural) => CountedByName.Contains(plural);
}
