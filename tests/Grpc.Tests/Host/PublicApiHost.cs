using System.Net;
using System.Net.Sockets;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using ScfAspire.Api.Aliases;
using ScfAspire.Api.Credentials;
using ScfAspire.Api.Functions;
using ScfAspire.Api.Grpc;
using ScfAspire.Api.Invocations;
using ScfAspire.Api.Logs;
using ScfAspire.Api.Namespaces;
using ScfAspire.Api.Tokens;
using ScfAspire.Api.Triggers;
using ScfAspire.Api.Versions;
using ScfAspire.Client;
using ScfAspire.Contracts.Internal.V1;
using ScfAspire.Dispatch.Invocations;
using ScfAspire.Dispatch.Routes;
using ScfAspire.Grpc.Tests.Doubles;
using ScfAspire.TestKit.Folders;

namespace ScfAspire.Grpc.Tests.Host;

/// <summary>The public API on real ports over doubles of the application services.</summary>
public sealed class PublicApiHost : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly WebApplication _app;

    private PublicApiHost()
    {
        var ports = FreePorts(3);
        (InternalPort, HttpPort, GrpcPort) = (ports[0], ports[1], ports[2]);
        var masterKey = _folder.Combine("master.key");
        File.WriteAllText(masterKey, Convert.ToBase64String(new byte[32]));
        Functions = new(Time);
        Namespaces = new(Time);

        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["SCF_INTERNAL_PORT"] = InternalPort.ToString(),
            ["SCF_HTTP_PORT"] = HttpPort.ToString(),
            ["SCF_GRPC_PORT"] = GrpcPort.ToString(),
            ["SCF_MASTER_KEY_FILE"] = masterKey,
            ["SCF_SECRET_ID"] = "AKIDadmin",
            ["SCF_ROLES"] = "AKIDviewer=viewer:default",
        });
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, InternalPort, l => l.Protocols = HttpProtocols.Http2);
            kestrel.Listen(IPAddress.Loopback, HttpPort, l => l.Protocols = HttpProtocols.Http1);
        });
        builder.Services.AddRouting();
        builder.AddPublicApi();
        builder.Services.AddSingleton<TimeProvider>(Time);
        builder.Services.AddSingleton<ICredentialStore>(Credentials);
        builder.Services.AddSingleton<INonceStore>(new NoncesDouble());
        builder.Services.AddSingleton<INamespaceService>(Namespaces);
        builder.Services.AddSingleton<IFunctionService>(Functions);
        builder.Services.AddSingleton<IFunctionSettlement>(Functions);
        builder.Services.AddSingleton<IVersionService>(new VersionsDouble(Functions, Time));
        builder.Services.AddSingleton<IAliasService>(new AliasesDouble(Time));
        builder.Services.AddSingleton<ITriggerService>(new TriggersDouble(Time));
        builder.Services.AddSingleton<IInvocationService>(Invocations);
        builder.Services.AddSingleton<IDispatcher>(Invocations);
        builder.Services.AddSingleton<IRouteTable>(Invocations);
        builder.Services.AddSingleton<IInvocationLog>(Log);
        builder.Services.AddSingleton<IIsolationReport>(new FixedIsolation());
        builder.Services.AddHealthChecks().AddCheck("self", () => HealthCheckResult.Healthy());
        _app = builder.Build();
        _app.UsePortPolicy();
        _app.MapPublicApi();
        _app.MapGrpcService<InternalDouble>();
    }

    /// <summary>What the host serves.</summary>
    public IReadOnlyList<Endpoint> Endpoints => _app.Services.GetRequiredService<EndpointDataSource>().Endpoints;

    public FakeTimeProvider Time { get; } = new(DateTimeOffset.UtcNow);

    public CredentialsDouble Credentials { get; } = new();

    public NamespacesDouble Namespaces { get; }

    public FunctionsDouble Functions { get; }

    public InvocationsDouble Invocations { get; } = new();

    public LogDouble Log { get; } = new();

    public int InternalPort { get; }

    public int HttpPort { get; }

    public int GrpcPort { get; }

    public static async Task<PublicApiHost> StartAsync()
    {
        var host = new PublicApiHost();
        await host._app.StartAsync();
        return host;
    }

    /// <summary>The client library, signed in as the given credential.</summary>
    public ScfClient Connect(string secretId = "AKIDadmin", string? secretKey = null) =>
        ScfClient.Connect($"http://127.0.0.1:{GrpcPort}", secretId, secretKey ?? Credentials.Keys[secretId], new() { TimeProvider = Time });

    public static GrpcChannel Channel(int port) => GrpcChannel.ForAddress($"http://127.0.0.1:{port}");

    public HttpClient Http() => new() { BaseAddress = new($"http://127.0.0.1:{HttpPort}") };

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _folder.Dispose();
    }

    // All open at the same time, so that they differ; a port that is free now may be taken before Kestrel binds it, which then fails the test at its start.
    private static int[] FreePorts(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        foreach (var listener in listeners) listener.Start();
        var ports = listeners.Select(l => ((IPEndPoint)l.LocalEndpoint).Port).ToArray();
        foreach (var listener in listeners) listener.Dispose();
        return ports;
    }

    private sealed class FixedIsolation : IIsolationReport
    {
        public ValueTask<string> CurrentAsync(CancellationToken cancellationToken) => ValueTask.FromResult("bubblewrap");
    }

    /// <summary>Stands for the internal services, which must stay out of reach.</summary>
    private sealed class InternalDouble : Records.RecordsBase
    {
        public override Task<ListRecordsResponse> ListRecords(ListRecordsRequest request, global::Grpc.Core.ServerCallContext context) => Task.FromResult(new ListRecordsResponse { TotalCount = 42 });
    }
}
