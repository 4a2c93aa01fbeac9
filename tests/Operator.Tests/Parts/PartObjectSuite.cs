using System.Text.Json.Nodes;
using k8s;
using ScfAspire.KubernetesDouble.Storage;
using ScfAspire.Operator.Tests.World;

namespace ScfAspire.Operator.Tests.Parts;

/// <summary>Versions, aliases and triggers as objects.</summary>
public abstract class PartObjectSuite(OperatorWorld world) : WorldTests(world)
{
    [Fact]
    public async Task A_version_object_publishes_once()
    {
        var space = await FunctionAsync();
        await World.CreateAsync("functionversions", space, "v", new() { ["functionRef"] = Name("hello"), ["description"] = "first" });

        Assert.Equal("1", (await ReadyAsync("functionversions", space, "v")).Text("status", "version"));
        // Looked at again, it is the same version.
        await World.PatchAsync("functionversions", space, "v", """{"metadata":{"labels":{"a":"b"}}}""");
        await World.CreateAsync("functionversions", space, "w", new() { ["functionRef"] = Name("hello") });
        Assert.Equal("2", (await ReadyAsync("functionversions", space, "w")).Text("status", "version"));
        using var client = World.Connect();
        var versions = await client.Versions.ListVersionsAsync(new() { Parent = $"namespaces/{space}/functions/hello" }, cancellationToken: Stop);
        Assert.Equal(3, versions.Versions.Count);
    }

    [Fact]
    public async Task An_alias_waits_for_its_version_and_follows_it()
    {
        var space = await FunctionAsync();
        await World.CreateAsync("aliases", space, "live", new()
        {
            ["functionRef"] = Name("hello"),
            ["versionRef"] = Name("v"),
            ["additional"] = new JsonObject { ["version"] = "$LATEST", ["weight"] = 20 },
        });
        await ReadyAsync("aliases", space, "live", "Unknown", "ResourceNotFound.FunctionVersion");

        await World.CreateAsync("functionversions", space, "v", new() { ["functionRef"] = Name("hello") });

        Assert.Equal("1", (await ReadyAsync("aliases", space, "live")).Text("status", "version"));
        using var client = World.Connect();
        var alias = await client.Aliases.GetAliasAsync(new() { Name = $"namespaces/{space}/functions/hello/aliases/live" }, cancellationToken: Stop);
        Assert.Equal(("1", "$LATEST", 0.2), (alias.Version, alias.AdditionalVersion.Version, alias.AdditionalVersion.Weight));

        await World.PatchAsync("aliases", space, "live", """{"spec":{"versionRef":null,"version":"$LATEST","additional":null}}""");
        await ReadyAsync("aliases", space, "live");
        alias = await client.Aliases.GetAliasAsync(new() { Name = alias.Name }, cancellationToken: Stop);
        Assert.Equal("$LATEST", alias.Version);
        Assert.Null(alias.AdditionalVersion);
    }

    [Fact]
    public async Task A_trigger_gives_a_URL_and_goes_with_its_object()
    {
        var space = await FunctionAsync();
        await World.CreateAsync("triggers", space, "web", new() { ["functionRef"] = Name("hello") });

        var item = await ReadyAsync("triggers", space, "web");

        Assert.Contains($"/{space}/hello", item.Text("status", "url"), StringComparison.Ordinal);
        using var client = World.Connect();
        await World.DeleteAsync("triggers", space, "web");
        await ScfAspire.TestKit.Simulation.Eventually.TrueAsync(
            async () => (await client.Triggers.ListTriggersAsync(new() { Parent = $"namespaces/{space}/functions/hello" }, cancellationToken: Stop)).Triggers.Count == 0, "the trigger gone");
    }

    [Fact]
    public async Task Parts_that_come_before_their_function_wait_for_it()
    {
        var space = await World.MakeNamespaceAsync();
        await World.CreateAsync("triggers", space, "web", new() { ["functionRef"] = Name("hello") });
        await ReadyAsync("triggers", space, "web", "Unknown", "ResourceNotFound.Function");

        await World.CreateAsync("functions", space, "hello", Spec());

        await ReadyAsync("triggers", space, "web");
    }

    [Fact]
    public async Task Deleting_everything_at_once_leaves_nothing()
    {
        var space = await FunctionAsync();
        await World.CreateAsync("functionversions", space, "v", new() { ["functionRef"] = Name("hello") });
        await World.CreateAsync("aliases", space, "live", new() { ["functionRef"] = Name("hello"), ["versionRef"] = Name("v") });
        await World.CreateAsync("triggers", space, "web", new() { ["functionRef"] = Name("hello"), ["qualifier"] = "live" });
        await ReadyAsync("triggers", space, "web");

        await World.Cluster.CoreV1.DeleteNamespaceAsync(space, cancellationToken: Stop);

        await ScfAspire.TestKit.Simulation.Eventually.TrueAsync(
            async () => (await World.Cluster.CoreV1.ListNamespaceAsync(cancellationToken: Stop)).Items.All(each => each.Metadata.Name != space), "the namespace gone");
        using var client = World.Connect();
        var left = await client.Functions.ListFunctionsAsync(new() { Parent = $"namespaces/{space}" }, cancellationToken: Stop);
        Assert.Empty(left.Functions);
    }

    private async Task<string> FunctionAsync()
    {
        var space = await World.MakeNamespaceAsync();
        await World.CreateAsync("functions", space, "hello", Spec());
        await ReadyAsync("functions", space, "hello");
        return space;
    }

    private static JsonObject Name(string name) => new() { ["name"] = name };
}
