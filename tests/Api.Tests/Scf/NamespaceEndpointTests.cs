using System.Text.Json.Nodes;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using ScfAspire.Api.Tests.Hosting;
using ScfAspire.Contracts.Internal.V1;
using ScfAspire.ServiceDefaults;
using ScfAspire.ServiceDefaults.Pods;
using CatalogClient = ScfAspire.Contracts.Internal.V1.Catalog.CatalogClient;

namespace ScfAspire.Api.Tests.Scf;

/// <summary>Namespaces that are bound to clusters, and what follows for the functions in them.</summary>
public sealed class NamespaceEndpointTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private const string Patch = "metadata:\n  labels:\n    team: shop\nspec:\n  containers:\n  - name: runtime\n    resources:\n      limits:\n        example.com/gpu: 1\n";

    private readonly ScfClient _client = fixture.Client;

    [Fact]
    public async Task A_binding_is_kept_shown_and_routed_to()
    {
        await _client.CallAsync("CreateNamespace", new { Namespace = "bound", ResourceEnv = Environment(new { PodTemplatePatch = Patch, Port = 20000, DataPath = "/data", NodeSelector = new[] { new { Key = "zone", Value = "a" } } }) });
        await fixture.CreateAsync("bound");

        var shown = (await _client.CallAsync("ListNamespaces", new { SearchKey = new[] { new { Key = "Namespace", Value = "bound" } } })).GetProperty("Namespaces")[0].GetProperty("ResourceEnv");
        Assert.Equal(("c1", "shop", "subnet-1", Patch), (
            shown.GetProperty("TKE").GetProperty("ClusterID").GetString(), shown.GetProperty("TKE").GetProperty("Namespace").GetString(),
            shown.GetProperty("TKE").GetProperty("SubnetID").GetString(), shown.GetProperty("TKE").GetProperty("PodTemplatePatch").GetString()));

        var catalog = Catalog();
        var function = await fixture.CreateAsync("bound");
        var version = (await catalog.ResolveAsync(new ResolveRequest { Key = new FunctionKey { Namespace = "bound", Function = function } }, cancellationToken: TestContext.Current.CancellationToken)).Route.Versions.Single();
        var placement = await catalog.GetPlacementAsync(new GetPlacementRequest { Namespace = "bound" }, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(["c1"], version.Pools);
        Assert.Equal(16, placement.Hash.Length);
        Assert.Equal((placement.Hash, "shop", "/data", 20000), (version.Placement, placement.PodNamespace, placement.DataPath, placement.Port));
        Assert.Equal("a", placement.NodeSelector["zone"]);
        Assert.Equal("shop", (string?)JsonNode.Parse(placement.PodTemplatePatch)!["metadata"]!["labels"]!["team"]);
    }

    [Fact]
    public async Task A_namespace_without_a_binding_has_none()
    {
        var function = await fixture.CreateAsync();
        var catalog = Catalog();
        var version = (await catalog.ResolveAsync(new ResolveRequest { Key = new FunctionKey { Namespace = "default", Function = function } }, cancellationToken: TestContext.Current.CancellationToken)).Route.Versions.Single();
        Assert.Empty(version.Pools);
        Assert.Empty(version.Placement);
        var failure = await Assert.ThrowsAsync<RpcException>(async () => await catalog.GetPlacementAsync(new GetPlacementRequest { Namespace = "default" }, cancellationToken: TestContext.Current.CancellationToken));
        Assert.Equal(StatusCode.NotFound, failure.StatusCode);
        Assert.False((await _client.CallAsync("ListNamespaces")).GetProperty("Namespaces").EnumerateArray().Single(n => n.GetProperty("Name").GetString() == "default").TryGetProperty("ResourceEnv", out _));
    }

    [Fact]
    public async Task Offline_alone_is_the_installations_own_offline_capacity()
    {
        await _client.CallAsync("CreateNamespace", new { Namespace = "cheap", ResourceEnv = new { OFFLINE = true } });
        var placement = await Catalog().GetPlacementAsync(new GetPlacementRequest { Namespace = "cheap" }, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(("spot", "cheap", true), (placement.Cluster, placement.PodNamespace, placement.Offline));
    }

    public static TheoryData<string, object> Refused => new()
    {
        { "FailedOperation.ClusterNotFound", new { TKE = new { ClusterID = "cls-nowhere", Namespace = "shop", SubnetID = "s" } } },
        { "MissingParameter", new { TKE = new { Namespace = "shop", SubnetID = "s" } } },
        { "MissingParameter", new { TKE = new { ClusterID = "c1", SubnetID = "s" } } },
        { "InvalidParameterValue.Param", Environment(new { Namespace = "Not_A_Name" }) },
        { "InvalidParameterValue.Param", Environment(new { Port = 70000 }) },
        { "InvalidParameterValue.Param", Environment(new { DataPath = "relative" }) },
        { "InvalidParameterValue.Param", Environment(new { Tolerations = new[] { new { Key = "a", Operator = "Maybe" } } }) },
        { "InvalidParameterValue.Param", Environment(new { Tolerations = new[] { new { Operator = "Equal", Value = "v" } } }) },
        { "InvalidParameterValue.Param", Environment(new { NodeSelector = new[] { new { Key = "no key", Value = "v" } } }) },
        { "InvalidParameterValue.Param", Environment(new { PodTemplatePatch = "spec:\n  containerz: []\n" }) },
        { "InvalidParameterValue.Param", Environment(new { PodTemplatePatch = "spec:\n  containers:\n  - name: runtime\n    imagePullPolicies: Never\n" }) },
        { "InvalidParameterValue.Param", Environment(new { PodTemplatePatch = "spec:\n  hostNetwork: perhaps\n" }) },
        { "InvalidParameterValue.Param", Environment(new { PodTemplatePatch = "- a\n" }) },
        { "InvalidParameterValue.Param", Environment(new { PodTemplatePatch = "a: [\n" }) },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task A_binding_that_cannot_be_is_refused_and_leaves_nothing(string code, object environment)
    {
        Assert.Equal(code, await _client.ErrorAsync("CreateNamespace", new { Namespace = "refused", ResourceEnv = environment }));
        Assert.Equal(0, (await _client.CallAsync("ListNamespaces", new { SearchKey = new[] { new { Key = "Namespace", Value = "refused" } } })).GetProperty("TotalCount").GetInt32());
    }

    [Fact]
    public async Task A_pod_has_the_spec_and_the_code_of_its_own_function_alone()
    {
        var (own, other) = (await SpecAsync(), await SpecAsync());
        const string Agent = "pod/c1/0011223344556677/scf-a";
        var installation = new InternalKey(ApiProcess.InternalKey);
        var expires = DateTimeOffset.UtcNow.AddMinutes(1).ToUnixTimeSeconds();
        var identity = new PodIdentity(Agent, expires, PodKeys.CallKey(installation, Agent, expires));
        var pod = new CatalogClient(Channel().Intercept(new PodIdentityInterceptor(identity)));

        await RefusedAsync(StatusCode.PermissionDenied, () => pod.GetInstanceSpecAsync(new GetInstanceSpecRequest { SpecId = own.SpecId }));
        identity.Take(own.SpecId, PodKeys.Ticket(installation, Agent, own.SpecId));
        Assert.Equal(own.SpecId, (await pod.GetInstanceSpecAsync(new GetInstanceSpecRequest { SpecId = own.SpecId }, cancellationToken: TestContext.Current.CancellationToken)).SpecId);
        await RefusedAsync(StatusCode.PermissionDenied, () => pod.GetInstanceSpecAsync(new GetInstanceSpecRequest { SpecId = other.SpecId }));
        await RefusedAsync(StatusCode.PermissionDenied, () => pod.GetPlacementAsync(new GetPlacementRequest { Namespace = "default" }));
        using var code = pod.DownloadPackage(new DownloadPackageRequest { Sha256 = own.CodeSha256 }, cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(await code.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
        using var foreign = pod.DownloadPackage(new DownloadPackageRequest { Sha256 = new string('0', 64) }, cancellationToken: TestContext.Current.CancellationToken);
        var failure = await Assert.ThrowsAsync<RpcException>(() => foreign.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
        Assert.Equal(StatusCode.PermissionDenied, failure.StatusCode);

        identity.Renew(expires - 120, PodKeys.CallKey(installation, Agent, expires - 120));
        await RefusedAsync(StatusCode.Unauthenticated, () => pod.GetInstanceSpecAsync(new GetInstanceSpecRequest { SpecId = own.SpecId }));
        identity.Renew(expires, PodKeys.CallKey(installation, Agent + "x", expires));
        await RefusedAsync(StatusCode.Unauthenticated, () => pod.GetInstanceSpecAsync(new GetInstanceSpecRequest { SpecId = own.SpecId }));
    }

    private static JsonObject Environment(object more)
    {
        var tke = System.Text.Json.JsonSerializer.SerializeToNode(more)!.AsObject();
        tke.TryAdd("ClusterID", "c1");
        tke.TryAdd("SubnetID", "subnet-1");
        tke.TryAdd("Namespace", "shop");
        return new JsonObject { ["TKE"] = tke };
    }

    private static async Task RefusedAsync<T>(StatusCode code, Func<AsyncUnaryCall<T>> call)
    {
        var failure = await Assert.ThrowsAsync<RpcException>(async () => await call());
        Assert.Equal(code, failure.StatusCode);
    }

    private async Task<InstanceSpec> SpecAsync()
    {
        var function = await fixture.CreateAsync();
        var catalog = Catalog();
        var route = (await catalog.ResolveAsync(new ResolveRequest { Key = new FunctionKey { Namespace = "default", Function = function } })).Route;
        return await catalog.GetInstanceSpecAsync(new GetInstanceSpecRequest { SpecId = route.Versions.Single().SpecId });
    }

    private GrpcChannel Channel() => GrpcChannel.ForAddress($"http://127.0.0.1:{fixture.Api.InternalPort}");

    private CatalogClient Catalog() => new(Channel().Intercept(new InternalKeyClientInterceptor(new InternalKey(ApiProcess.InternalKey))));
}
