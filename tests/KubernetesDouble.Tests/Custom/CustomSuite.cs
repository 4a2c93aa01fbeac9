using System.Net;
using System.Text.Json.Nodes;
using k8s;
using k8s.Models;
using ScfAspire.KubernetesDouble.Tests.Clusters;
using ScfAspire.TestKit.Simulation;

namespace ScfAspire.KubernetesDouble.Tests.Custom;

/// <summary>Custom resources and their schemas.</summary>
public abstract class CustomSuite(ITestCluster cluster) : ClusterSuite(cluster)
{
    private const string Group = "suite.example.com";

    private const string Definition = """
        {"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"widgets.suite.example.com"},
         "spec":{"group":"suite.example.com","scope":"Namespaced","names":{"plural":"widgets","singular":"widget","kind":"Widget","shortNames":["wd"]},
          "versions":[{"name":"v1","served":true,"storage":true,"subresources":{"status":{}},
           "schema":{"openAPIV3Schema":{"type":"object","required":["spec"],"properties":{
             "spec":{"type":"object","required":["size"],"properties":{
               "size":{"type":"integer","minimum":1,"maximum":10},
               "color":{"type":"string","enum":["red","blue"],"default":"red"},
               "name":{"type":"string","maxLength":5,"pattern":"^[a-z]*$"},
               "tags":{"type":"object","additionalProperties":{"type":"string"}},
               "parts":{"type":"array","x-kubernetes-list-type":"map","x-kubernetes-list-map-keys":["id"],"items":{"type":"object","required":["id"],"properties":{"id":{"type":"string"},"weight":{"type":"integer","default":1}}}}}},
             "status":{"type":"object","properties":{"phase":{"type":"string"}}}}}}}]}}
        """;

    [Fact]
    public async Task Defaults_are_filled_in_and_unknown_fields_dropped()
    {
        var widget = await CreateAsync("one", """{"size":1,"more":true,"parts":[{"id":"a"}]}""");

        Assert.Equal("""{"color":"red","parts":[{"id":"a","weight":1}],"size":1}""", Sorted(widget["spec"]!));
        Assert.Equal(1, (int)widget["metadata"]!["generation"]!);
        Assert.Null(widget["status"]);
    }

    [Theory]
    [InlineData("""{}""", "spec.size", "Required value")]
    [InlineData("""{"size":0}""", "spec.size", "Invalid value: 0: spec.size in body should be greater than or equal to 1")]
    [InlineData("""{"size":11}""", "spec.size", "Invalid value: 11: spec.size in body should be less than or equal to 10")]
    [InlineData("""{"size":"big"}""", "spec.size", "Invalid value: \"string\": spec.size in body must be of type integer: \"string\"")]
    [InlineData("""{"size":1,"color":"green"}""", "spec.color", "Unsupported value: \"green\": supported values: \"red\", \"blue\"")]
    [InlineData("""{"size":1,"name":"UP"}""", "spec.name", "Invalid value: \"UP\": spec.name in body should match '^[a-z]*$'")]
    [InlineData("""{"size":1,"name":"longer"}""", "spec.name", "Too long: may not be longer than 5")]
    [InlineData("""{"size":1,"tags":{"a":1}}""", "spec.tags.a", "Invalid value: \"integer\": spec.tags.a in body must be of type string: \"integer\"")]
    public async Task What_breaks_the_schema_is_refused(string spec, string field, string why)
    {
        var status = await RefusedAsync(HttpStatusCode.UnprocessableEntity, () => CreateAsync("wrong", spec));

        Assert.Equal("Invalid", status.Reason);
        Assert.StartsWith($"Widget.{Group} \"wrong\" is invalid: ", status.Message, StringComparison.Ordinal);
        Assert.Contains($"{field}: {why}", status.Message, StringComparison.Ordinal);
        Assert.Contains(status.Details.Causes, cause => cause.Field == field);
    }

    [Fact]
    public async Task An_unknown_field_is_refused_where_it_is_asked_for()
    {
        var status = await RefusedAsync(HttpStatusCode.BadRequest, () => CreateAsync("strict", """{"size":1,"more":true}""", "Strict"));

        Assert.Contains("strict decoding error: unknown field \"spec.more\"", status.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_is_written_by_itself()
    {
        await CreateAsync("one", """{"size":1}""");

        var shown = await PatchAsync("one", """{"spec":{"size":5},"status":{"phase":"Ready"}}""", status: true);
        Assert.Equal((1, "Ready", 1), ((int)shown["spec"]!["size"]!, (string)shown["status"]!["phase"]!, (int)shown["metadata"]!["generation"]!));
        var changed = await PatchAsync("one", """{"spec":{"size":5},"status":{"phase":"Lost"}}""", status: false);

        Assert.Equal((5, "Ready", 2), ((int)changed["spec"]!["size"]!, (string)changed["status"]!["phase"]!, (int)changed["metadata"]!["generation"]!));
        // A label is no change of what is wanted.
        Assert.Equal(2, (int)(await PatchAsync("one", """{"metadata":{"labels":{"a":"b"}}}""", status: false))["metadata"]!["generation"]!);
    }

    [Fact]
    public async Task Two_managers_share_a_list_with_keys()
    {
        await CreateAsync("one", """{"size":1}""");
        await ApplyAsync("one", "alice", """{"size":1,"parts":[{"id":"a","weight":2}]}""");

        var both = await ApplyAsync("one", "bob", """{"parts":[{"id":"b"}]}""");
        Assert.Equal(["a", "b"], both["spec"]!["parts"]!.AsArray().Select(part => (string)part!["id"]!));
        var one = await ApplyAsync("one", "alice", """{"size":1}""");

        Assert.Equal(["b"], one["spec"]!["parts"]!.AsArray().Select(part => (string)part!["id"]!));
    }

    [Fact]
    public async Task A_status_that_is_applied_is_owned()
    {
        await CreateAsync("one", """{"size":1}""");
        await ApplyStatusAsync("""{"phase":"Ready"}""");

        Assert.Null((await ApplyStatusAsync("{}"))["status"]?["phase"]);

        Task<JsonObject> ApplyStatusAsync(string status) => ((IKubernetes)Client).CustomObjects.PatchNamespacedCustomObjectStatusAsync<JsonObject>(
            new V1Patch($$$"""{"apiVersion":"{{{Group}}}/v1","kind":"Widget","metadata":{"name":"one"},"status":{{{status}}}}""", V1Patch.PatchType.ApplyPatch), Group, "v1", Space, "widgets", "one", fieldManager: "alice", cancellationToken: Stop);
    }

    [Fact]
    public async Task It_is_found_by_discovery()
    {
        var resources = await ((IKubernetes)Client).CustomObjects.GetAPIResourcesAsync(Group, "v1", cancellationToken: Stop);

        Assert.Contains(resources.Resources, resource => resource is { Name: "widgets", Kind: "Widget", Namespaced: true } && resource.ShortNames.Contains("wd"));
        Assert.Contains(resources.Resources, resource => resource.Name == "widgets/status");
    }

    [Fact]
    public async Task A_strategic_patch_is_not_for_custom_resources()
    {
        await CreateAsync("one", """{"size":1}""");

        await RefusedAsync(HttpStatusCode.UnsupportedMediaType, () => ((IKubernetes)Client).CustomObjects.PatchNamespacedCustomObjectAsync<JsonObject>(
            new V1Patch("""{"spec":{"size":2}}""", V1Patch.PatchType.StrategicMergePatch), Group, "v1", Space, "widgets", "one", cancellationToken: Stop));
    }

    protected override async ValueTask PrepareAsync()
    {
        var definition = KubernetesJson.Deserialize<V1CustomResourceDefinition>(Definition);
        var known = await Client.ApiextensionsV1.ListCustomResourceDefinitionAsync(cancellationToken: Stop);
        if (!known.Items.Any(each => each.Metadata.Name == definition.Metadata.Name))
            await Client.ApiextensionsV1.CreateCustomResourceDefinitionAsync(definition, cancellationToken: Stop);
        await Eventually.TrueAsync(
            async () => (await Client.ApiextensionsV1.ReadCustomResourceDefinitionAsync(definition.Metadata.Name, cancellationToken: Stop)).Status?.Conditions?.Any(each => each is { Type: "Established", Status: "True" }) == true,
            "the definition established");
    }

    private Task<JsonObject> CreateAsync(string name, string spec, string? validation = null) => ((IKubernetes)Client).CustomObjects.CreateNamespacedCustomObjectAsync<JsonObject>(
        JsonNode.Parse($$$"""{"apiVersion":"{{{Group}}}/v1","kind":"Widget","metadata":{"name":"{{{name}}}"},"spec":{{{spec}}},"status":{"phase":"Early"}}""")!, Group, "v1", Space, "widgets", fieldValidation: validation, cancellationToken: Stop);

    private Task<JsonObject> ApplyAsync(string name, string manager, string spec) => ((IKubernetes)Client).CustomObjects.PatchNamespacedCustomObjectAsync<JsonObject>(
        new V1Patch($$"""{"apiVersion":"{{Group}}/v1","kind":"Widget","spec":{{spec}}}""", V1Patch.PatchType.ApplyPatch), Group, "v1", Space, "widgets", name, fieldManager: manager, force: true, cancellationToken: Stop);

    private Task<JsonObject> PatchAsync(string name, string patch, bool status)
    {
        var body = new V1Patch(patch, V1Patch.PatchType.MergePatch);
        var custom = ((IKubernetes)Client).CustomObjects;
        return status
            ? custom.PatchNamespacedCustomObjectStatusAsync<JsonObject>(body, Group, "v1", Space, "widgets", name, cancellationToken: Stop)
            : custom.PatchNamespacedCustomObjectAsync<JsonObject>(body, Group, "v1", Space, "widgets", name, cancellationToken: Stop);
    }

    private static string Sorted(JsonNode node) => new JsonObject(node.AsObject().OrderBy(field => field.Key, StringComparer.Ordinal).Select(field => KeyValuePair.Create(field.Key, field.Value?.DeepClone()))).ToJsonString();
}
