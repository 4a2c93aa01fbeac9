using System.Net;
using k8s;
using k8s.Models;
using ScfAspire.KubernetesDouble.Tests.Clusters;
using ScfAspire.TestKit.Simulation;

namespace ScfAspire.KubernetesDouble.Tests.Objects;

/// <summary>Objects as such: versions, names, pages, finalizers, owners.</summary>
public abstract class ObjectSuite(ITestCluster cluster) : ClusterSuite(cluster)
{
    [Fact]
    public async Task A_new_object_gets_its_identity()
    {
        var map = await CreateMapAsync("one");

        Assert.Equal(Space, map.Metadata.NamespaceProperty);
        Assert.True(Guid.TryParse(map.Metadata.Uid, out _));
        Assert.NotNull(map.Metadata.CreationTimestamp);
        Assert.True(long.Parse(map.Metadata.ResourceVersion) > 0);
        Assert.Equal("AlreadyExists", (await RefusedAsync(HttpStatusCode.Conflict, () => CreateMapAsync("one"))).Reason);
    }

    [Fact]
    public async Task A_name_is_made_from_a_prefix()
    {
        var map = await CreateMapAsync("", map => map.Metadata = new() { GenerateName = "made-" });

        Assert.Matches("^made-[a-z0-9]{5}$", map.Metadata.Name);
    }

    [Fact]
    public async Task A_wrong_name_is_refused()
    {
        var status = await RefusedAsync(HttpStatusCode.UnprocessableEntity, () => CreateMapAsync("No_Name"));

        Assert.Equal("Invalid", status.Reason);
        Assert.StartsWith("ConfigMap \"No_Name\" is invalid: metadata.name: Invalid value: \"No_Name\": a lowercase RFC 1123 subdomain", status.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_there_is_not_found()
    {
        var status = await RefusedAsync(HttpStatusCode.NotFound, () => Client.CoreV1.ReadNamespacedConfigMapAsync("none", Space, cancellationToken: Stop));

        Assert.Equal("configmaps \"none\" not found", status.Message);
        Assert.Equal("NotFound", status.Reason);
        var space = await RefusedAsync(HttpStatusCode.NotFound, () => Client.CoreV1.CreateNamespacedConfigMapAsync(new() { Metadata = new() { Name = "x" } }, $"{Space}-none", cancellationToken: Stop));
        Assert.Equal($"namespaces \"{Space}-none\" not found", space.Message);
    }

    [Fact]
    public async Task A_write_from_an_old_version_is_refused()
    {
        var map = await CreateMapAsync("one");
        map.Data["a"] = "2";
        var second = await Client.CoreV1.ReplaceNamespacedConfigMapAsync(map, "one", Space, cancellationToken: Stop);
        Assert.NotEqual(map.Metadata.ResourceVersion, second.Metadata.ResourceVersion);

        var status = await RefusedAsync(HttpStatusCode.Conflict, () => Client.CoreV1.ReplaceNamespacedConfigMapAsync(map, "one", Space, cancellationToken: Stop));

        Assert.Equal("Conflict", status.Reason);
        Assert.Equal("Operation cannot be fulfilled on configmaps \"one\": the object has been modified; please apply your changes to the latest version and try again", status.Message);
    }

    [Fact]
    public async Task A_write_that_changes_nothing_makes_no_version()
    {
        var map = await CreateMapAsync("one");

        var same = await Client.CoreV1.ReplaceNamespacedConfigMapAsync(map, "one", Space, cancellationToken: Stop);

        Assert.Equal(map.Metadata.ResourceVersion, same.Metadata.ResourceVersion);
    }

    [Fact]
    public async Task Lists_are_read_in_pages()
    {
        for (var i = 0; i < 5; i++) await CreateMapAsync($"map-{i}", map => map.Metadata.Labels = new Dictionary<string, string> { ["paged"] = "yes" });

        var names = new List<string>();
        string? next = null;
        do
        {
            var page = await Client.CoreV1.ListNamespacedConfigMapAsync(Space, labelSelector: "paged", limit: 2, continueParameter: next, cancellationToken: Stop);
            Assert.True(page.Items.Count <= 2);
            names.AddRange(page.Items.Select(map => map.Metadata.Name));
            next = page.Metadata.ContinueProperty;
        }
        while (!string.IsNullOrEmpty(next));

        Assert.Equal(["map-0", "map-1", "map-2", "map-3", "map-4"], names);
    }

    [Theory]
    [InlineData("app=a", "one")]
    [InlineData("app!=a,tier", "two,three")]
    [InlineData("app in (a, b)", "one,two")]
    [InlineData("app notin (a),tier=front", "two,three")]
    [InlineData("!app,tier", "three")]
    [InlineData("tier", "one,two,three")]
    public async Task Labels_select(string selector, string expected)
    {
        foreach (var (name, app) in ((string, string?)[])[("one", "a"), ("two", "b"), ("three", null)])
        {
            await CreateMapAsync(name, map =>
            {
                map.Metadata.Labels = new Dictionary<string, string> { ["tier"] = "front" };
                if (app is not null) map.Metadata.Labels["app"] = app;
            });
        }

        var found = await Client.CoreV1.ListNamespacedConfigMapAsync(Space, labelSelector: selector, cancellationToken: Stop);

        Assert.Equal(expected.Split(',').Order(), found.Items.Select(map => map.Metadata.Name).Order());
    }

    [Fact]
    public async Task Fields_select()
    {
        await CreateMapAsync("one");
        await CreateMapAsync("two");

        var found = await Client.CoreV1.ListNamespacedConfigMapAsync(Space, fieldSelector: "metadata.name=two", cancellationToken: Stop);

        Assert.Equal("two", Assert.Single(found.Items).Metadata.Name);
        await RefusedAsync(HttpStatusCode.BadRequest, () => Client.CoreV1.ListNamespacedConfigMapAsync(Space, fieldSelector: "data.a=1", cancellationToken: Stop));
    }

    [Fact]
    public async Task A_finalizer_holds_a_deleted_object()
    {
        await CreateMapAsync("held", map => map.Metadata.Finalizers = ["example.com/hold"]);

        await Client.CoreV1.DeleteNamespacedConfigMapAsync("held", Space, cancellationToken: Stop);
        var held = await Client.CoreV1.ReadNamespacedConfigMapAsync("held", Space, cancellationToken: Stop);
        Assert.NotNull(held.Metadata.DeletionTimestamp);

        held.Metadata.Finalizers = ["example.com/hold", "example.com/more"];
        await RefusedAsync(HttpStatusCode.UnprocessableEntity, () => Client.CoreV1.ReplaceNamespacedConfigMapAsync(held, "held", Space, cancellationToken: Stop));
        held.Metadata.Finalizers = null;
        await Client.CoreV1.ReplaceNamespacedConfigMapAsync(held, "held", Space, cancellationToken: Stop);
        await RefusedAsync(HttpStatusCode.NotFound, () => Client.CoreV1.ReadNamespacedConfigMapAsync("held", Space, cancellationToken: Stop));
    }

    [Fact]
    public async Task What_an_object_owns_goes_with_it()
    {
        var owner = await CreateMapAsync("owner");
        await CreateMapAsync("owned", map => map.Metadata.OwnerReferences = [Owner(owner)]);
        await CreateMapAsync("free");

        await Client.CoreV1.DeleteNamespacedConfigMapAsync("owner", Space, cancellationToken: Stop);

        await GoneAsync("owned");
        Assert.Contains((await Client.CoreV1.ListNamespacedConfigMapAsync(Space, cancellationToken: Stop)).Items, map => map.Metadata.Name == "free");
    }

    [Fact]
    public async Task An_owner_waits_for_what_it_owns_when_told_so()
    {
        var owner = await CreateMapAsync("owner");
        await CreateMapAsync("owned", map =>
        {
            map.Metadata.OwnerReferences = [Owner(owner)];
            map.Metadata.Finalizers = ["example.com/hold"];
        });

        await Client.CoreV1.DeleteNamespacedConfigMapAsync("owner", Space, propagationPolicy: "Foreground", cancellationToken: Stop);
        await Eventually.TrueAsync(async () => (await Client.CoreV1.ReadNamespacedConfigMapAsync("owned", Space, cancellationToken: Stop)).Metadata.DeletionTimestamp is not null, "the owned being deleted");
        Assert.NotNull((await Client.CoreV1.ReadNamespacedConfigMapAsync("owner", Space, cancellationToken: Stop)).Metadata.DeletionTimestamp);

        await Client.CoreV1.PatchNamespacedConfigMapAsync(new V1Patch("""{"metadata":{"finalizers":null}}""", V1Patch.PatchType.MergePatch), "owned", Space, cancellationToken: Stop);
        await GoneAsync("owned");
        await GoneAsync("owner");
    }

    [Fact]
    public async Task Orphans_stay()
    {
        var owner = await CreateMapAsync("owner");
        await CreateMapAsync("owned", map => map.Metadata.OwnerReferences = [Owner(owner)]);

        await Client.CoreV1.DeleteNamespacedConfigMapAsync("owner", Space, propagationPolicy: "Orphan", cancellationToken: Stop);

        await GoneAsync("owner");
        Assert.Null((await Client.CoreV1.ReadNamespacedConfigMapAsync("owned", Space, cancellationToken: Stop)).Metadata.OwnerReferences);
    }

    [Fact]
    public async Task A_deletion_may_be_meant_for_one_object_alone()
    {
        await CreateMapAsync("one");

        await RefusedAsync(HttpStatusCode.Conflict, () => Client.CoreV1.DeleteNamespacedConfigMapAsync(
            "one", Space, new V1DeleteOptions { Preconditions = new() { Uid = Guid.NewGuid().ToString() } }, cancellationToken: Stop));

        Assert.NotNull(await Client.CoreV1.ReadNamespacedConfigMapAsync("one", Space, cancellationToken: Stop));
    }

    [Fact]
    public async Task A_dry_run_stores_nothing()
    {
        var map = await Client.CoreV1.CreateNamespacedConfigMapAsync(new() { Metadata = new() { Name = "dry" } }, Space, dryRun: "All", cancellationToken: Stop);

        Assert.Equal("dry", map.Metadata.Name);
        await RefusedAsync(HttpStatusCode.NotFound, () => Client.CoreV1.ReadNamespacedConfigMapAsync("dry", Space, cancellationToken: Stop));
    }

    private static V1OwnerReference Owner(V1ConfigMap owner) =>
        new() { ApiVersion = "v1", Kind = "ConfigMap", Name = owner.Metadata.Name, Uid = owner.Metadata.Uid, BlockOwnerDeletion = true };

    private Task GoneAsync(string name) => Eventually.TrueAsync(
        async () => (await Client.CoreV1.ListNamespacedConfigMapAsync(Space, fieldSelector: $"metadata.name={name}", cancellationToken: Stop)).Items.Count == 0, $"{name} gone");
}
