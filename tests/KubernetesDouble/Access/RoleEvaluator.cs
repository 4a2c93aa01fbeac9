using System.Text.Json.Nodes;
using ScfAspire.KubernetesDouble.Resources;
using ScfAspire.KubernetesDouble.Storage;

namespace ScfAspire.KubernetesDouble.Access;

/// <summary>Answers from the roles and bindings that are stored, aggregated roles included. Used under the store's lock.</summary>
internal sealed class RoleEvaluator(ObjectStore store)
{
    public bool IsAllowed(Caller caller, AccessQuestion question)
    {
        if (caller.Groups.Contains(Caller.Masters)) return true;
        foreach (var binding in store.List(BuiltInTypes.ClusterRoleBindings))
        {
            if (Binds(binding, caller) && ClusterRules(binding.Text("roleRef", "name"), []).Any(rule => Allows(rule, question))) return true;
        }
        if (question.Namespace.Length == 0) return false;
        foreach (var binding in store.List(BuiltInTypes.RoleBindings, question.Namespace))
        {
            if (!Binds(binding, caller)) continue;
            var role = binding.Text("roleRef", "name");
            var rules = binding.Text("roleRef", "kind") == "ClusterRole"
                ? ClusterRules(role, [])
                : Rules(store.Find(BuiltInTypes.Roles, question.Namespace, role));
            if (rules.Any(rule => Allows(rule, question))) return true;
        }
        return false;
    }

    private static bool Binds(JsonObject binding, Caller caller) => (binding["subjects"] as JsonArray ?? []).OfType<JsonObject>().Any(subject => subject.Text("kind") switch
    {
        "User" => subject.Text("name") == caller.Name,
        "Group" => caller.Groups.Contains(subject.Text("name")),
        "ServiceAccount" => $"system:serviceaccount:{(subject.Text("namespace") is { Length: > 0 } named ? named : binding.Namespace())}:{subject.Text("name")}" == caller.Name,
        _ => false,
    });

    private IEnumerable<JsonObject> ClusterRules(string name, HashSet<string> seen)
    {
        if (!seen.Add(name) || store.Find(BuiltInTypes.ClusterRoles, "", name) is not { } role) return [];
        if (role["aggregationRule"]?["clusterRoleSelectors"] is not JsonArray selectors) return Rules(role);
        return store.List(BuiltInTypes.ClusterRoles)
            .Where(other => selectors.OfType<JsonObject>().Any(selector =>
                (selector["matchLabels"] as JsonObject ?? []).All(label => other["metadata"].Text("labels", label.Key) == label.Value?.ToString())))
            .ToList()
            .SelectMany(other => ClusterRules(other.Name(), seen));
    }

    private static IEnumerable<JsonObject> Rules(JsonObject? role) => (role?["rules"] as JsonArray ?? []).OfType<JsonObject>();

    private static bool Allows(JsonObject rule, AccessQuestion question) =>
        Has(rule, "verbs", question.Verb) && Has(rule, "apiGroups", question.Group)
        && (Has(rule, "resources", question.Path) || (question.Subresource.Length > 0 && rule.Texts("resources").Contains($"*/{question.Subresource}")))
        && (!rule.Texts("resourceNames").Any() || rule.Texts("resourceNames").Contains(question.Name));

    private static bool Has(JsonObject rule, string list, string value) => rule.Texts(list).Any(each => each == value || each == "*");
}
