using System.Text.Json.Nodes;

namespace ScfAspire.KubernetesDouble.Access;

/// <summary>The cluster roles that every cluster has; view, edit and admin take in what others add to them by label.</summary>
internal static class DefaultRoles
{
    public static IEnumerable<JsonObject> All =>
    [
        new()
        {
            ["apiVersion"] = "rbac.authorization.k8s.io/v1",
            ["kind"] = "ClusterRole",
            ["metadata"] = new JsonObject { ["name"] = "cluster-admin" },
            ["rules"] = new JsonArray(new JsonObject { ["apiGroups"] = new JsonArray("*"), ["resources"] = new JsonArray("*"), ["verbs"] = new JsonArray("*") }),
        },
        Aggregated("admin", null),
        Aggregated("edit", "admin"),
        Aggregated("view", "edit"),
        // Everybody may ask what they themselves may do.
        new()
        {
            ["apiVersion"] = "rbac.authorization.k8s.io/v1",
            ["kind"] = "ClusterRole",
            ["metadata"] = new JsonObject { ["name"] = "system:basic-user" },
            ["rules"] = new JsonArray(new JsonObject
            {
                ["apiGroups"] = new JsonArray("authorization.k8s.io"), ["resources"] = new JsonArray("selfsubjectaccessreviews"), ["verbs"] = new JsonArray("create"),
            }),
        },
        new()
        {
            ["apiVersion"] = "rbac.authorization.k8s.io/v1",
            ["kind"] = "ClusterRoleBinding",
            ["metadata"] = new JsonObject { ["name"] = "system:basic-user" },
            ["roleRef"] = new JsonObject { ["apiGroup"] = "rbac.authorization.k8s.io", ["kind"] = "ClusterRole", ["name"] = "system:basic-user" },
            ["subjects"] = new JsonArray(new JsonObject { ["apiGroup"] = "rbac.authorization.k8s.io", ["kind"] = "Group", ["name"] = Caller.Authenticated }),
        },
    ];

    private static JsonObject Aggregated(string name, string? into)
    {
        var labels = new JsonObject();
        if (into is not null) labels[$"rbac.authorization.k8s.io/aggregate-to-{into}"] = "true";
        return new()
        {
            ["apiVersion"] = "rbac.authorization.k8s.io/v1",
            ["kind"] = "ClusterRole",
            ["metadata"] = new JsonObject { ["name"] = name, ["labels"] = labels },
            ["aggregationRule"] = new JsonObject
            {
                ["clusterRoleSelectors"] = new JsonArray(new JsonObject { ["matchLabels"] = new JsonObject { [$"rbac.authorization.k8s.io/aggregate-to-{name}"] = "true" } }),
            },
        };
    }
}
