using System.Text.Json.Nodes;
using ScfAspire.KubernetesDouble.Resources;
using ScfAspire.KubernetesDouble.Storage;

namespace ScfAspire.KubernetesDouble.Requests;

/// <summary>What a cluster's controllers make of a few new objects at once: a namespace gets its account, a definition is served. Used under the store's lock.</summary>
internal static class ObjectFollowUp
{
    public static void Created(ObjectStore store, TypeTable types, ResourceType type, JsonObject item, string now)
    {
        if (type == BuiltInTypes.Namespaces)
        {
            var active = item.DeepClone().AsObject();
            active["status"] = new JsonObject { ["phase"] = "Active" };
            active["spec"] = new JsonObject { ["finalizers"] = new JsonArray("kubernetes") };
            store.Put(type, active);
            store.Put(BuiltInTypes.ServiceAccounts, InNamespace(BuiltInTypes.ServiceAccounts, item.Name(), "default", now));
            var roots = InNamespace(BuiltInTypes.ConfigMaps, item.Name(), "kube-root-ca.crt", now);
            roots["data"] = new JsonObject { ["ca.crt"] = "" };
            store.Put(BuiltInTypes.ConfigMaps, roots);
        }
        if (type == BuiltInTypes.Definitions)
        {
            types.Define(item);
            var served = item.DeepClone().AsObject();
            served["status"] = new JsonObject
            {
                ["acceptedNames"] = item["spec"]!["names"]!.DeepClone(),
                ["storedVersions"] = new JsonArray([.. item["spec"]!["versions"]!.AsArray().Where(version => version?["storage"]?.GetValue<bool>() == true).Select(version => (JsonNode)version.Text("name"))]),
                ["conditions"] = new JsonArray(Condition("NamesAccepted", "NoConflicts", now), Condition("Established", "InitialNamesAccepted", now)),
            };
            store.Put(type, served);
        }
    }

    private static JsonObject InNamespace(ResourceType type, string @namespace, string name, string now) => new()
    {
        ["apiVersion"] = type.ApiVersion,
        ["kind"] = type.Kind,
        ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = @namespace, ["uid"] = Guid.NewGuid().ToString(), ["creationTimestamp"] = now },
    };

    private static JsonObject Condition(string type, string reason, string now) => new()
    {
        ["type"] = type,
        ["status"] = "True",
        ["reason"] = reason,
        ["message"] = "",
        ["lastTransitionTime"] = now,
    };
}
