using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Grpc.Net.Client;
using k8s;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using ScfAspire.Api;
using ScfAspire.Dispatch.Invocations;
using ScfAspire.TestKit.Folders;
using ScfAspire.TestKit.Postgres;
using ScfAspire.TestKit.Simulation;

namespace ScfAspire.Operator.Tests.World;

/// <summary>A cluster with our definitions, a real Api on real Postgres whose callers the cluster decides on, and the operator between them.</summary>
public abstract class OperatorWorld : IAsyncLifetime
{
    public const string InternalKey = "0123456789abcdef0123456789abcdef";

    /// <summary>SecretId of the installation's first credential.</summary>
    public const string AdminId = "AKIDADMIN";

    /// <summary>SecretId that is mapped to <see cref="MappedUser"/>.</summary>
    public const string MappedId = "AKIDMAPPED";

    public const string MappedUser = "dora";

    public const string SecretKey = "test-secret-key";

    private readonly TempFolder _folder = new();
    private readonly ConcurrentBag<string> _namespaces = [];
    private PostgresDatabase? _database;
    private WebApplication? _api;
    private WebApplication? _operator;

    public Kubernetes Cluster { get; private set; } = null!;

    public EchoDispatcher Dispatcher { get; } = new();

    public int GrpcPort { get; } = FreePort();

    public int HttpPort { get; } = FreePort();

    public int InternalPort { get; } = FreePort();

    /// <summary>A configuration by which everybody reaches the cluster, with every right.</summary>
    protected abstract Task<string> StartClusterAsync();

    protected abstract ValueTask StopClusterAsync();

    public async ValueTask InitializeAsync()
    {
        var kubeconfig = _folder.Combine("kubeconfig");
        await File.WriteAllTextAsync(kubeconfig, await StartClusterAsync());
        Cluster = new(KubernetesClientConfiguration.BuildConfigFromConfigFile(kubeconfig));
        await Manifests.ApplyAsync(Cluster, TestContext.Current.CancellationToken);
        var own = await MakeNamespaceAsync();
        _database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        var master = _folder.Combine("master.key");
        await File.WriteAllTextAsync(master, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        const string Nowhere = "http://127.0.0.1:1";
        _api = ApiHost.Build(
            [
                $"--SCF_HTTP_PORT={HttpPort}", $"--SCF_GRPC_PORT={GrpcPort}", $"--SCF_INTERNAL_PORT={InternalPort}", $"--SCF_INTERNAL_KEY={InternalKey}", $"--SCF_MASTER_KEY_FILE={master}",
                $"--SCF_SECRET_ID={AdminId}", $"--SCF_SECRET_KEY={SecretKey}", $"--SCF_KUBE_ACCESS={kubeconfig}", $"--SCF_KUBE_SUBJECTS={MappedId}={MappedUser},testers", $"--ConnectionStrings:scf={_database.ConnectionString}",
                $"--services:trigger:internal:0={Nowhere}", $"--services:metering:internal:0={Nowhere}", $"--services:scheduler:internal:0={Nowhere}", "--Logging:LogLevel:Default=Error",
            ],
            builder => builder.Services.AddSingleton<IDispatcher>(Dispatcher));
        await _api.StartAsync();
        _operator = OperatorHost.Build(
            [
                $"--SCF_INTERNAL_PORT={FreePort()}", $"--SCF_INTERNAL_KEY={InternalKey}", $"--SCF_KUBECONFIG={kubeconfig}", $"--SCF_OPERATOR_NAMESPACE={own}", $"--services:api:internal:0=http://127.0.0.1:{InternalPort}",
                "--Logging:LogLevel:Default=Error",
            ]);
        await _operator.StartAsync();
    }

    /// <summary>The client library with the installation's first credential.</summary>
    public Client.ScfClient Connect() => Client.ScfClient.Connect($"http://127.0.0.1:{GrpcPort}", AdminId, SecretKey);

    /// <summary>What decides at the Api who may do what.</summary>
    public Api.Permissions.IPermissionCheck Permissions => _api!.Services.GetRequiredService<Api.Permissions.IPermissionCheck>();

    /// <summary>A channel whose calls carry a token of the cluster.</summary>
    public GrpcChannel Channel() => GrpcChannel.ForAddress($"http://127.0.0.1:{GrpcPort}");

    /// <summary>A namespace of the cluster that is nobody else's; it goes with this world.</summary>
    public async Task<string> MakeNamespaceAsync()
    {
        var space = await Cluster.CoreV1.CreateNamespaceAsync(new() { Metadata = new() { GenerateName = "world-" } }, cancellationToken: TestContext.Current.CancellationToken);
        _namespaces.Add(space.Metadata.Name);
        return space.Metadata.Name;
    }

    /// <summary>Creates an object of ours.</summary>
    public Task<JsonObject> CreateAsync(string plural, string @namespace, string name, JsonObject spec, JsonObject? annotations = null) => Custom.CreateNamespacedCustomObjectAsync<JsonObject>(
        new JsonObject
        {
            ["apiVersion"] = "scfaspire.io/v1",
            ["kind"] = Kinds[plural],
            ["metadata"] = new JsonObject { ["name"] = name, ["annotations"] = annotations },
            ["spec"] = spec,
        },
        "scfaspire.io", "v1", @namespace, plural, cancellationToken: TestContext.Current.CancellationToken);

    public Task<JsonObject> GetAsync(string plural, string @namespace, string name) =>
        Custom.GetNamespacedCustomObjectAsync<JsonObject>("scfaspire.io", "v1", @namespace, plural, name, cancellationToken: TestContext.Current.CancellationToken);

    public Task<JsonObject> PatchAsync(string plural, string @namespace, string name, string patch) => Custom.PatchNamespacedCustomObjectAsync<JsonObject>(
        new k8s.Models.V1Patch(patch, k8s.Models.V1Patch.PatchType.MergePatch), "scfaspire.io", "v1", @namespace, plural, name, cancellationToken: TestContext.Current.CancellationToken);

    public Task DeleteAsync(string plural, string @namespace, string name) =>
        Custom.DeleteNamespacedCustomObjectAsync("scfaspire.io", "v1", @namespace, plural, name, cancellationToken: TestContext.Current.CancellationToken);

    public ICustomObjectsOperations Custom => ((IKubernetes)Cluster).CustomObjects;

    public async ValueTask DisposeAsync()
    {
        foreach (var space in _namespaces) await Manifests.DeleteNamespaceAsync(Cluster, space);
        // The operator has to let go of its objects first.
        await Eventually.TrueAsync(async () => !await Manifests.HasObjectsAsync(Custom, _namespaces), "the objects of the tests gone");
        if (_operator is not null) await StopAsync(_operator);
        if (_api is not null) await StopAsync(_api);
        Cluster.Dispose();
        await StopClusterAsync();
        if (_database is not null) await _database.DisposeAsync();
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    private static readonly Dictionary<string, string> Kinds = new()
    {
        ["functions"] = "Function", ["functionversions"] = "FunctionVersion", ["aliases"] = "Alias", ["triggers"] = "Trigger", ["resourcepools"] = "ResourcePool",
    };

    private static async Task StopAsync(WebApplication app)
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }

    // A port that is free now may be taken before it is bound, which then fails the test at its start.
    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
