using System.Net;
using k8s;
using k8s.Models;
using ScfAspire.KubernetesDouble.Tests.Clusters;

namespace ScfAspire.KubernetesDouble.Tests.Objects;

/// <summary>The four forms of patches.</summary>
public abstract class PatchSuite(ITestCluster cluster) : ClusterSuite(cluster)
{
    [Fact]
    public async Task A_merge_patch_sets_and_removes()
    {
        await CreateMapAsync("one");

        var map = await Client.CoreV1.PatchNamespacedConfigMapAsync(new V1Patch("""{"data":{"a":null,"b":"2"}}""", V1Patch.PatchType.MergePatch), "one", Space, cancellationToken: Stop);

        Assert.Equal([KeyValuePair.Create("b", "2")], map.Data);
    }

    [Fact]
    public async Task A_json_patch_tests_first()
    {
        await CreateMapAsync("one");

        var map = await PatchAsync("""[{"op":"test","path":"/data/a","value":"1"},{"op":"add","path":"/metadata/annotations","value":{}},{"op":"add","path":"/metadata/annotations/b~1c","value":"2"},{"op":"remove","path":"/data/a"}]""");

        Assert.Null(map.Data);
        Assert.Equal([KeyValuePair.Create("b/c", "2")], map.Metadata.Annotations);
        await RefusedAsync(HttpStatusCode.UnprocessableEntity, () => PatchAsync("""[{"op":"test","path":"/metadata/annotations/b~1c","value":"3"}]"""));
        Task<V1ConfigMap> PatchAsync(string patch) => Client.CoreV1.PatchNamespacedConfigMapAsync(new V1Patch(patch, V1Patch.PatchType.JsonPatch), "one", Space, cancellationToken: Stop);
    }

    [Fact]
    public async Task A_strategic_patch_goes_by_keys()
    {
        await Client.CoreV1.CreateNamespacedPodTemplateAsync(Template("first", "second"), Space, cancellationToken: Stop);

        var patched = await PatchAsync("""{"template":{"spec":{"containers":[{"name":"second","image":"example.com/new"},{"name":"first","$patch":"delete"}]}}}""");

        var container = Assert.Single(patched.Template.Spec.Containers);
        Assert.Equal(("second", "example.com/new"), (container.Name, container.Image));
        Task<V1PodTemplate> PatchAsync(string patch) => Client.CoreV1.PatchNamespacedPodTemplateAsync(new V1Patch(patch, V1Patch.PatchType.StrategicMergePatch), "template", Space, cancellationToken: Stop);
    }

    [Fact]
    public async Task An_apply_creates_and_then_owns()
    {
        var created = await ApplyAsync("alice", """{"a":"1","b":"1"}""");
        Assert.Equal(2, created.Data.Count);
        var entry = Assert.Single(created.Metadata.ManagedFields);
        Assert.Equal(("alice", "Apply"), (entry.Manager, entry.Operation));

        // What is left out of the next apply is taken away.
        var second = await ApplyAsync("alice", """{"a":"2"}""");

        Assert.Equal([KeyValuePair.Create("a", "2")], second.Data);
    }

    [Fact]
    public async Task An_apply_leaves_the_fields_of_others_alone()
    {
        await ApplyAsync("alice", """{"a":"1"}""");

        var shared = await ApplyAsync("bob", """{"b":"1"}""");
        Assert.Equal(2, shared.Data.Count);
        var refused = await RefusedAsync(HttpStatusCode.Conflict, () => ApplyAsync("bob", """{"a":"2","b":"1"}"""));

        Assert.Equal("Apply failed with 1 conflict: conflict with \"alice\": .data.a", refused.Message);
        Assert.Equal("FieldManagerConflict", Assert.Single(refused.Details.Causes).Reason);
        // The same value is no conflict: both own it, and it stays until neither wants it.
        Assert.Equal(2, (await ApplyAsync("bob", """{"a":"1","b":"1"}""")).Data.Count);
        Assert.Equal(2, (await ApplyAsync("alice", "{}")).Data.Count);
    }

    [Fact]
    public async Task An_apply_by_force_takes_over()
    {
        await ApplyAsync("alice", """{"a":"1"}""");

        var taken = await ApplyAsync("bob", """{"a":"2"}""", force: true);

        Assert.Equal("2", taken.Data["a"]);
        Assert.DoesNotContain(taken.Metadata.ManagedFields, entry => entry.Manager == "alice");
    }

    [Fact]
    public async Task An_update_takes_fields_from_who_applied_them()
    {
        await ApplyAsync("alice", """{"a":"1"}""");
        await Client.CoreV1.PatchNamespacedConfigMapAsync(new V1Patch("""{"data":{"a":"2"}}""", V1Patch.PatchType.MergePatch), "applied", Space, fieldManager: "carol", cancellationToken: Stop);

        var refused = await RefusedAsync(HttpStatusCode.Conflict, () => ApplyAsync("alice", """{"a":"1"}"""));

        Assert.StartsWith("Apply failed with 1 conflict: conflict with \"carol\" using v1", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_apply_that_changes_nothing_makes_no_version()
    {
        var first = await ApplyAsync("alice", """{"a":"1"}""");

        var second = await ApplyAsync("alice", """{"a":"1"}""");

        Assert.Equal(first.Metadata.ResourceVersion, second.Metadata.ResourceVersion);
    }

    [Fact]
    public async Task An_apply_merges_lists_by_their_keys()
    {
        await ApplyTemplateAsync("alice", """[{"name":"first","image":"example.com/a"}]""");

        var both = await ApplyTemplateAsync("bob", """[{"name":"second","image":"example.com/b"}]""");
        Assert.Equal(["first", "second"], both.Template.Spec.Containers.Select(container => container.Name));
        var one = await ApplyTemplateAsync("bob", """[{"name":"third","image":"example.com/c"}]""");

        Assert.Equal(["first", "third"], one.Template.Spec.Containers.Select(container => container.Name));
    }

    [Fact]
    public async Task An_apply_says_whose_name_it_means()
    {
        var refused = await RefusedAsync(HttpStatusCode.BadRequest, () => Client.CoreV1.PatchNamespacedConfigMapAsync(
            new V1Patch("""{"apiVersion":"v1","kind":"ConfigMap"}""", V1Patch.PatchType.ApplyPatch), "applied", Space, fieldManager: "alice", cancellationToken: Stop));

        Assert.Equal("the name of the object (applied based on URL) was undeterminable: name must be provided", refused.Message);
    }

    [Fact]
    public async Task A_key_that_is_no_file_name_is_refused()
    {
        var refused = await RefusedAsync(HttpStatusCode.UnprocessableEntity, () => CreateMapAsync("one", map => map.Data = new Dictionary<string, string> { ["a/b"] = "1" }));

        Assert.StartsWith("ConfigMap \"one\" is invalid: data[a/b]: Invalid value: \"a/b\": a valid config key must consist of alphanumeric characters", refused.Message, StringComparison.Ordinal);
    }

    private static V1PodTemplate Template(params string[] containers) => new()
    {
        Metadata = new() { Name = "template" },
        Template = new() { Spec = new() { Containers = [.. containers.Select(name => new V1Container { Name = name, Image = "example.com/old" })] } },
    };

    private Task<V1PodTemplate> ApplyTemplateAsync(string manager, string containers) => Client.CoreV1.PatchNamespacedPodTemplateAsync(
        new V1Patch($$$$"""{"apiVersion":"v1","kind":"PodTemplate","metadata":{"name":"applied"},"template":{"spec":{"containers":{{{{containers}}}}}}}""", V1Patch.PatchType.ApplyPatch), "applied", Space, fieldManager: manager, cancellationToken: Stop);

    private Task<V1ConfigMap> ApplyAsync(string manager, string data, bool force = false) => Client.CoreV1.PatchNamespacedConfigMapAsync(
        new V1Patch($$"""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"applied"},"data":{{data}}}""", V1Patch.PatchType.ApplyPatch), "applied", Space, fieldManager: manager, force: force, cancellationToken: Stop);
}
