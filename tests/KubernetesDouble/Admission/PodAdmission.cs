using System.Text.Json.Nodes;
using ScfAspire.KubernetesDouble.Requests;
using ScfAspire.KubernetesDouble.Resources;
using ScfAspire.KubernetesDouble.Storage;

namespace ScfAspire.KubernetesDouble.Admission;

/// <summary>What a server fills into new pods, and refuses of them. Used under the store's lock.</summary>
internal sealed class PodAdmission(ObjectStore store, TypeTable types)
{
    private const int DefaultGraceSeconds = 30;

    /// <exception cref="ApiException">The pod names something that is not there, or is larger than its namespace allows.</exception>
    public void Admit(JsonObject pod)
    {
        if (pod["spec"] is not JsonObject spec || Containers(spec).Count == 0)
            throw ApiException.Invalid(BuiltInTypes.Pods, pod.Name(), [FieldProblem.Required("spec.containers")]);
        Require(spec, pod, "serviceAccountName", "default", BuiltInTypes.ServiceAccounts, name => $"error looking up service account {pod.Namespace()}/{name}: serviceaccount \"{name}\" not found");
        Require(spec, pod, "priorityClassName", null, Type("priorityclasses.scheduling.k8s.io"), name => $"no PriorityClass with name {name} was found");
        Require(spec, pod, "runtimeClassName", null, Type("runtimeclasses.node.k8s.io"), name => $"pod rejected: RuntimeClass \"{name}\" not found");
        if (spec.Text("priorityClassName") is { Length: > 0 } priority) spec["priority"] = store.Find(Type("priorityclasses.scheduling.k8s.io"), "", priority)?["value"]?.DeepClone();
        Default(spec, "restartPolicy", "Always");
        Default(spec, "dnsPolicy", "ClusterFirst");
        Default(spec, "schedulerName", "default-scheduler");
        Default(spec, "terminationGracePeriodSeconds", DefaultGraceSeconds);
        Default(spec, "enableServiceLinks", true);
        Default(spec, "securityContext", new JsonObject());
        spec["serviceAccount"] = spec.Text("serviceAccountName");
        foreach (var container in Containers(spec)) DefaultContainer(container);
        ApplyLimitRanges(pod, spec);
        pod["status"] = new JsonObject { ["phase"] = "Pending", ["qosClass"] = "Burstable" };
    }

    private static void DefaultContainer(JsonObject container)
    {
        Default(container, "imagePullPolicy", container.Text("image").EndsWith(":latest", StringComparison.Ordinal) || !container.Text("image").Contains(':') ? "Always" : "IfNotPresent");
        Default(container, "terminationMessagePath", "/dev/termination-log");
        Default(container, "terminationMessagePolicy", "File");
        foreach (var port in (container["ports"] as JsonArray ?? []).OfType<JsonObject>()) Default(port, "protocol", "TCP");
        Default(container, "resources", new JsonObject());
        if (container["resources"] is not JsonObject { } resources || resources["limits"] is not JsonObject limits) return;
        // A limit without a request is a request too.
        var requests = resources["requests"] as JsonObject ?? [];
        foreach (var (name, amount) in limits) Default(requests, name, amount?.DeepClone());
        if (resources["requests"] is null) resources["requests"] = requests;
    }

    private void ApplyLimitRanges(JsonObject pod, JsonObject spec)
    {
        foreach (var limit in store.List(BuiltInTypes.LimitRanges, pod.Namespace()).SelectMany(range => (range["spec"]?["limits"] as JsonArray ?? []).OfType<JsonObject>()).Where(limit => limit.Text("type") == "Container"))
        {
            foreach (var container in Containers(spec))
            {
                var resources = container["resources"]!.AsObject();
                Fill(resources, "limits", limit["default"]);
                Fill(resources, "requests", limit["defaultRequest"] ?? limit["default"]);
                foreach (var (name, most) in limit["max"] as JsonObject ?? [])
                {
                    if (resources["limits"]?[name] is { } amount && Quantity.Parse(amount.ToString()).Value > Quantity.Parse(most!.ToString()).Value)
                        throw ApiException.Forbidden(BuiltInTypes.Pods, pod.Name(), $"maximum {name} usage per Container is {most}, but limit is {amount}");
                }
            }
        }
    }

    private void Require(JsonObject spec, JsonObject pod, string field, string? otherwise, ResourceType type, Func<string, string> refusal)
    {
        if (otherwise is not null) Default(spec, field, otherwise);
        if (spec.Text(field) is not { Length: > 0 } name || name.StartsWith("system-", StringComparison.Ordinal)) return;
        if (store.Find(type, type.Namespaced ? pod.Namespace() : "", name) is null) throw ApiException.Forbidden(BuiltInTypes.Pods, pod.Name(), refusal(name));
    }

    private ResourceType Type(string groupResource) => types.OfGroupResource(groupResource)!;

    private static List<JsonObject> Containers(JsonObject spec) => [.. (spec["containers"] as JsonArray ?? []).Concat(spec["initContainers"] as JsonArray ?? []).OfType<JsonObject>()];

    private static void Fill(JsonObject resources, string kind, JsonNode? amounts)
    {
        if (amounts is not JsonObject named) return;
        var filled = resources[kind] as JsonObject ?? [];
        foreach (var (name, amount) in named) Default(filled, name, amount?.DeepClone());
        if (resources[kind] is null) resources[kind] = filled;
    }

    private static void Default(JsonObject item, string field, JsonNode? value)
    {
        if (item[field] is null) item[field] = value;
    }
}
