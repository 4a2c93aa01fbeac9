using System.Text.Json.Nodes;
using ScfAspire.KubernetesDouble.Schemas;
using ScfAspire.KubernetesDouble.Storage;

namespace ScfAspire.KubernetesDouble.Resources;

/// <summary>All types that are served: the built-in ones and those of the stored definitions. Used under the store's lock.</summary>
internal sealed class TypeTable
{
    private readonly Dictionary<string, List<ResourceType>> _custom = [];

    public IEnumerable<ResourceType> All => BuiltInTypes.All.Concat(_custom.Values.SelectMany(types => types));

    public ResourceType? Find(string group, string version, string plural) =>
        All.FirstOrDefault(type => type.Group == group && type.Version == version && type.Plural == plural);

    public ResourceType? OfGroupResource(string groupResource) => All.FirstOrDefault(type => type.GroupResource == groupResource);

    public ResourceType? OfKind(string apiVersion, string kind) => All.FirstOrDefault(type => type.ApiVersion == apiVersion && type.Kind == kind);

    /// <summary>Serves what a definition describes.</summary>
    public void Define(JsonObject definition)
    {
        var group = definition.Text("spec", "group");
        var names = definition["spec"]!["names"]!.AsObject();
        _custom[definition.Name()] =
        [
            .. definition["spec"]!["versions"]!.AsArray().OfType<JsonObject>().Where(version => version["served"]?.GetValue<bool>() == true).Select(version =>
                new ResourceType(group, version.Text("name"), names.Text("plural"), names.Text("kind"), definition.Text("spec", "scope") == "Namespaced")
                {
                    ShortNames = [.. names.Texts("shortNames")],
                    Categories = [.. names.Texts("categories")],
                    HasStatus = version["subresources"]?["status"] is not null,
                    Schema = new StructuralSchema(version["schema"]?["openAPIV3Schema"] as JsonObject ?? new() { ["type"] = "object", ["x-kubernetes-preserve-unknown-fields"] = true }),
                }),
        ];
    }

    public void Forget(JsonObject definition) => _custom.Remove(definition.Name());
}
