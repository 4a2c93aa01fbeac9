using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ScfAspire.KubernetesDouble.Requests;
using ScfAspire.KubernetesDouble.Resources;
using ScfAspire.KubernetesDouble.Schemas;
using ScfAspire.KubernetesDouble.Storage;

namespace ScfAspire.KubernetesDouble.Admission;

/// <summary>All that stands between a written object and the store: names, schema, defaults, limits, quotas. Used under the store's lock.</summary>
internal sealed partial class ObjectAdmission(ObjectStore store, TypeTable types)
{
    private const int LongestName = 253;
    private const int LongestLabel = 63;

    private readonly PodAdmission _pods = new(store, types);

    public QuotaAdmission Quotas { get; } = new(store, types);

    /// <param name="type">Type of the object.</param>
    /// <param name="item">What is to be stored; defaults are filled in.</param>
    /// <param name="before">What is stored; null when it is created.</param>
    /// <param name="options">How it is written.</param>
    /// <exception cref="ApiException">The object is refused.</exception>
    public void Admit(ResourceType type, JsonObject item, JsonObject? before, WriteOptions options)
    {
        if (before is null) CheckName(type, item);
        CheckLabels(type, item);
        if (type.GroupResource is "configmaps" or "secrets") CheckKeys(type, item);
        if (type.Schema is { } schema) CheckSchema(type, schema, item, options);
        if (type == BuiltInTypes.Definitions) CheckDefinition(item);
        if (type == BuiltInTypes.Pods && before is not null) CheckPodChange(item, before, options.Writer.Subresource);
        if (before is not null) return;
        if (type == BuiltInTypes.Pods) _pods.Admit(item);
        Quotas.Admit(type, item);
    }

    private static void CheckName(ResourceType type, JsonObject item)
    {
        var name = item.Name();
        if (name.Length == 0) throw ApiException.Invalid(type, "", [FieldProblem.Required("metadata.name", "name or generateName is required")]);
        // Names of roles are segments of paths, which may hold more.
        if (type.Group == "rbac.authorization.k8s.io") return;
        var label = type.Plural is "namespaces" or "services";
        if (name.Length > (label ? LongestLabel : LongestName) || !(label ? LabelName() : SubdomainName()).IsMatch(name))
        {
            throw ApiException.Invalid(type, name, [FieldProblem.Invalid("metadata.name", $"\"{name}\"", label
                ? "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')"
                : "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')")]);
        }
    }

    private static void CheckLabels(ResourceType type, JsonObject item)
    {
        foreach (var (key, value) in item["metadata"]?["labels"] as JsonObject ?? [])
        {
            var text = value?.ToString() ?? "";
            if (text.Length > LongestLabel || !LabelValue().IsMatch(text))
                throw ApiException.Invalid(type, item.Name(), [FieldProblem.Invalid("metadata.labels", $"\"{text}\"", $"a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (key {key})")]);
        }
    }

    private static void CheckKeys(ResourceType type, JsonObject item)
    {
        foreach (var field in (string[])["data", "binaryData"])
        {
            if (item[field] is JsonObject { Count: 0 }) item.Remove(field);
            foreach (var (key, _) in item[field] as JsonObject ?? [])
            {
                if (!KeyName().IsMatch(key))
                    throw ApiException.Invalid(type, item.Name(), [FieldProblem.Invalid($"{field}[{key}]", $"\"{key}\"", "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')")]);
            }
        }
    }

    private static void CheckSchema(ResourceType type, StructuralSchema schema, JsonObject item, WriteOptions options)
    {
        var unknown = schema.Prune(item);
        if (unknown.Count > 0 && options.Strict)
        {
            throw ApiException.BadRequest(
                $"{type.Kind} in version \"{type.Version}\" cannot be handled as a {type.Kind}: strict decoding error: {string.Join(", ", unknown.Select(field => $"unknown field \"{field}\""))}");
        }
        options.Warnings.AddRange(unknown.Select(field => $"unknown field \"{field}\""));
        schema.Default(item);
        if (schema.Validate(item) is { Count: > 0 } problems) throw ApiException.Invalid(type, item.Name(), problems);
    }

    private static void CheckDefinition(JsonObject item)
    {
        var expected = $"{item.Text("spec", "names", "plural")}.{item.Text("spec", "group")}";
        if (item.Name() != expected) throw Refused(FieldProblem.Invalid("metadata.name", $"\"{item.Name()}\"", "must be spec.names.plural+\".\"+spec.group"));
        foreach (var version in item["spec"]?["versions"] as JsonArray ?? [])
        {
            if (version.At("schema", "openAPIV3Schema") is not JsonObject schema) throw Refused(FieldProblem.Required("spec.versions[0].schema.openAPIV3Schema", "schemas are required"));
            var problems = new List<FieldProblem>();
            DefinitionSchema.Check(schema, "spec.versions[0].schema.openAPIV3Schema", problems);
            if (problems.Count > 0) throw ApiException.Invalid(BuiltInTypes.Definitions, item.Name(), problems);
        }
        ApiException Refused(FieldProblem problem) => ApiException.Invalid(BuiltInTypes.Definitions, item.Name(), [problem]);
    }

    private static void CheckPodChange(JsonObject item, JsonObject before, string subresource)
    {
        if (subresource.Length > 0 || JsonNode.DeepEquals(Fixed(before), Fixed(item))) return;
        throw ApiException.Invalid(BuiltInTypes.Pods, before.Name(), [FieldProblem.Forbidden(
            "spec", "pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)")]);
    }

    private static JsonObject? Fixed(JsonObject pod)
    {
        var spec = pod["spec"]?.DeepClone() as JsonObject;
        spec?.Remove("activeDeadlineSeconds");
        spec?.Remove("tolerations");
        foreach (var container in (spec?["containers"] as JsonArray ?? []).Concat(spec?["initContainers"] as JsonArray ?? []).OfType<JsonObject>()) container.Remove("image");
        return spec;
    }

    [GeneratedRegex(@"^[-._a-zA-Z0-9]+$")]
    private static partial Regex KeyName();

    [GeneratedRegex(@"^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")]
    private static partial Regex LabelName();

    [GeneratedRegex(@"^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$")]
    private static partial Regex SubdomainName();

    [GeneratedRegex(@"^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$")]
    private static partial Regex LabelValue();
}
