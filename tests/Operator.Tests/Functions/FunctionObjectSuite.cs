using System.Text.Json.Nodes;
using Grpc.Core;
using k8s;
using k8s.Autorest;
using ScfAspire.Client;
using ScfAspire.KubernetesDouble.Storage;
using ScfAspire.Operator.Tests.World;
using ScfAspire.TestKit.Simulation;
using ScfAspire.V1;

namespace ScfAspire.Operator.Tests.Functions;

/// <summary>Functions as objects.</summary>
public abstract class FunctionObjectSuite(OperatorWorld world) : WorldTests(world)
{
    [Fact]
    public async Task An_applied_function_can_be_called_in_a_namespace_without_prior_setup()
    {
        var space = await World.MakeNamespaceAsync();
        await World.CreateAsync("functions", space, "hello", Spec());

        var item = await ReadyAsync("functions", space, "hello");

        Assert.Equal(("hello", space, "kubernetes", "Active"), (item.Text("status", "functionName"), item.Text("status", "namespace"), item.Text("status", "owner"), item.Text("status", "state")));
        Assert.Equal(["scfaspire.io/platform"], item.Finalizers());
        using var client = World.Connect();
        Assert.Equal("""{"a":1}""", (await client.InvokeAsync(space, "hello", """{"a":1}""", cancellationToken: Stop)).Result);
        var events = await World.Cluster.CoreV1.ListNamespacedEventAsync(space, fieldSelector: "involvedObject.name=hello", cancellationToken: Stop);
        Assert.Contains(events.Items, each => each is { Reason: "Active", Type: "Normal" });
    }

    [Fact]
    public async Task A_function_may_have_a_name_that_no_object_can_have()
    {
        var space = await World.MakeNamespaceAsync();
        await World.CreateAsync("functions", space, "sends-mail", Spec(change: spec => spec["functionName"] = "Sends_Mail"));

        Assert.Equal("Sends_Mail", (await ReadyAsync("functions", space, "sends-mail")).Text("status", "functionName"));
        Assert.Equal(FunctionOwner.Kubernetes, (await FunctionAsync(space, "Sends_Mail"))!.Owner);
    }

    [Fact]
    public async Task A_change_of_the_object_changes_the_function()
    {
        var space = await World.MakeNamespaceAsync();
        await World.CreateAsync("functions", space, "hello", Spec());
        var before = await ReadyAsync("functions", space, "hello");

        await World.PatchAsync("functions", space, "hello", """{"spec":{"memorySize":256,"environment":{"MODE":"fast"},"code":{"inline":{"index.js":"exports.main_handler = () => 2;"}}}}""");

        var after = await ReadyAsync("functions", space, "hello");
        var function = await FunctionAsync(space, "hello");
        Assert.Equal((256, "fast"), (function!.MemoryMb, function.Environment["MODE"]));
        Assert.NotEqual(before.Text("status", "codeSha256"), after.Text("status", "codeSha256"));
        Assert.Equal(function.CodeInfo.Sha256, after.Text("status", "codeSha256"));
        Assert.Equal(before.Text("status", "functionId"), after.Text("status", "functionId"));
    }

    [Fact]
    public async Task Deleting_the_object_deletes_the_function()
    {
        var space = await World.MakeNamespaceAsync();
        await World.CreateAsync("functions", space, "hello", Spec());
        await ReadyAsync("functions", space, "hello");

        await World.DeleteAsync("functions", space, "hello");

        await Eventually.TrueAsync(async () => await IsGoneAsync("functions", space, "hello"), "the object gone");
        Assert.Null(await FunctionAsync(space, "hello"));
    }

    [Fact]
    public async Task Code_may_come_from_a_ConfigMap()
    {
        var space = await World.MakeNamespaceAsync();
        await World.CreateAsync("functions", space, "hello", Spec(change: spec => spec["code"] = new JsonObject { ["configMapRef"] = new JsonObject { ["name"] = "code" } }));
        var waiting = await ReadyAsync("functions", space, "hello", "False", "MissingParameter.Code");
        Assert.Equal("ConfigMap code is not found.", Condition(waiting).Text("message"));

        await World.Cluster.CoreV1.CreateNamespacedConfigMapAsync(
            new() { Metadata = new() { Name = "code" }, Data = new Dictionary<string, string> { ["index.js"] = "exports.main_handler = () => 1;" } }, space, cancellationToken: Stop);
        await World.PatchAsync("functions", space, "hello", """{"spec":{"description":"with code now"}}""");

        await ReadyAsync("functions", space, "hello");
    }

    [Fact]
    public async Task What_the_platform_refuses_is_told_with_its_code()
    {
        var space = await World.MakeNamespaceAsync();
        await World.CreateAsync("functions", space, "hello", Spec(change: spec => spec["runtime"] = "Cobol85"));

        var item = await ReadyAsync("functions", space, "hello", "False", "InvalidParameterValue.Runtime");

        Assert.Contains("Cobol85", Condition(item).Text("message"), StringComparison.Ordinal);
        await World.DeleteAsync("functions", space, "hello");
        await Eventually.TrueAsync(async () => await IsGoneAsync("functions", space, "hello"), "the object gone");
    }

    [Fact]
    public async Task A_function_of_an_object_is_not_written_through_the_API_unless_it_is_adopted()
    {
        var space = await World.MakeNamespaceAsync();
        await World.CreateAsync("functions", space, "hello", Spec());
        await ReadyAsync("functions", space, "hello");
        using var client = World.Connect();
        var name = $"namespaces/{space}/functions/hello";

        var refused = await Assert.ThrowsAsync<ScfApiException>(async () => await client.Functions.UpdateFunctionAsync(
            new() { Function = new() { Name = name, MemoryMb = 512 }, UpdateMask = new() { Paths = { "memory_mb" } } }, cancellationToken: Stop));
        Assert.Equal(StatusCode.FailedPrecondition, refused.StatusCode);
        Assert.Equal("UnsupportedOperation", refused.Code);
        Assert.Contains("Function object in Kubernetes", refused.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ScfApiException>(async () => await client.Functions.DeleteFunctionAsync(new() { Name = name }, cancellationToken: Stop));

        Assert.Equal(FunctionOwner.Api, (await client.Functions.AdoptFunctionAsync(new() { Name = name }, cancellationToken: Stop)).Owner);
        await client.Functions.UpdateFunctionAsync(new() { Function = new() { Name = name, MemoryMb = 512 }, UpdateMask = new() { Paths = { "memory_mb" } } }, cancellationToken: Stop);
        await World.PatchAsync("functions", space, "hello", """{"spec":{"memorySize":128,"timeout":9}}""");
        await ReadyAsync("functions", space, "hello", "False", "OwnedByApi");
        Assert.Equal(512, (await FunctionAsync(space, "hello"))!.MemoryMb);

        // And what is the API's stays when the object goes.
        await World.DeleteAsync("functions", space, "hello");
        await Eventually.TrueAsync(async () => await IsGoneAsync("functions", space, "hello"), "the object gone");
        Assert.NotNull(await FunctionAsync(space, "hello"));
    }

    [Fact]
    public async Task An_object_takes_over_what_the_API_wrote_only_when_it_says_so()
    {
        var space = await World.MakeNamespaceAsync();
        using var client = World.Connect();
        await client.Namespaces.CreateNamespaceAsync(new() { NamespaceId = space }, cancellationToken: Stop);
        await client.Functions.CreateFunctionAsync(
            new()
            {
                Parent = $"namespaces/{space}",
                FunctionId = "hello",
                Function = new() { Runtime = "Nodejs20.19", Handler = "index.main_handler", Code = new() { ZipFile = Google.Protobuf.ByteString.CopyFrom(Zip()) } },
            },
            cancellationToken: Stop);

        await World.CreateAsync("functions", space, "hello", Spec());
        await ReadyAsync("functions", space, "hello", "False", "OwnedByApi");
        await World.PatchAsync("functions", space, "hello", """{"metadata":{"annotations":{"scfaspire.io/adopt":"true"}}}""");

        var item = await ReadyAsync("functions", space, "hello");
        Assert.Equal("kubernetes", item.Text("status", "owner"));
        Assert.Equal(FunctionOwner.Kubernetes, (await FunctionAsync(space, "hello"))!.Owner);
    }

    [Fact]
    public async Task Two_objects_cannot_be_the_same_function()
    {
        var space = await World.MakeNamespaceAsync();
        await World.CreateAsync("functions", space, "first", Spec(change: spec => spec["functionName"] = "same"));
        await ReadyAsync("functions", space, "first");

        await World.CreateAsync("functions", space, "second", Spec(change: spec => spec["functionName"] = "same"));

        await ReadyAsync("functions", space, "second", "False", "ResourceInUse.Function");
    }

    private static byte[] Zip() => ScfAspire.TestKit.Platforms.CodeZip.Of(("index.js", "exports.main_handler = () => 0;"));

    private async Task<bool> IsGoneAsync(string plural, string space, string name)
    {
        try
        {
            await World.GetAsync(plural, space, name);
            return false;
        }
        catch (HttpOperationException e) when (e.Response.StatusCode == System.Net.HttpStatusCode.NotFound)
        {
            return true;
        }
    }

    private async Task<Function?> FunctionAsync(string space, string name)
    {
        using var client = World.Connect();
        try
        {
            return await client.Functions.GetFunctionAsync(new() { Name = $"namespaces/{space}/functions/{name}" }, cancellationToken: Stop);
        }
        catch (ScfApiException e) when (e.StatusCode == StatusCode.NotFound)
        {
            return null;
        }
    }
}
