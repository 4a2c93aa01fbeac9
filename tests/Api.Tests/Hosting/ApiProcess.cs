using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using ScfAspire.Dispatch.Invocations;
using ScfAspire.TestKit.Folders;

namespace ScfAspire.Api.Tests.Hosting;

/// <summary>One Api on ports of its own, over a database that several may share.</summary>
internal sealed class ApiProcess : IAsyncDisposable
{
    public const string SecretId = "AKIDTEST";
    public const string SecretKey = "test-secret-key";
    public const string ViewerId = "AKIDVIEWER";
    public const string InternalKey = "0123456789abcdef0123456789abcdef";
    public const string GatewayUrl = "http://gateway.example:8082";

    private readonly WebApplication _app;

    private ApiProcess(WebApplication app, int httpPort, int internalPort)
    {
        _app = app;
        HttpPort = httpPort;
        InternalPort = internalPort;
        Client = new ScfClient(new Uri($"http://127.0.0.1:{httpPort}/"), SecretId, SecretKey);
    }

    public int HttpPort { get; }

    public int InternalPort { get; }

    public ScfClient Client { get; }

    public IServiceProvider Services => _app.Services;

    public static async Task<ApiProcess> StartAsync(string connectionString, FakeServices others, TempFolder folder, FakeDispatcher? dispatcher = null)
    {
        var keyFile = folder.Combine("master.key");
        if (!File.Exists(keyFile)) await File.WriteAllTextAsync(keyFile, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        var (http, inside) = (FreePort.Next(), FreePort.Next());
        var app = ApiHost.Build(
            [
                $"--SCF_HTTP_PORT={http}", $"--SCF_INTERNAL_PORT={inside}", $"--SCF_INTERNAL_KEY={InternalKey}", $"--SCF_MASTER_KEY_FILE={keyFile}",
                $"--SCF_SECRET_ID={SecretId}", $"--SCF_SECRET_KEY={SecretKey}", $"--SCF_ROLES={ViewerId}=viewer:default", $"--SCF_GATEWAY_URL={GatewayUrl}", $"--ConnectionStrings:scf={connectionString}",
                $"--services:trigger:internal:0={others.Url}", $"--services:metering:internal:0={others.Url}", $"--services:scheduler:internal:0={others.Url}",
                "--Kubernetes:Clusters:c1:Namespace=functions", "--Kubernetes:Clusters:spot:Namespace=cheap", "--Kubernetes:OfflineCluster=spot", "--Logging:LogLevel:Default=Error",
            ],
            builder =>
            {
                if (dispatcher is not null) builder.Services.AddSingleton<IDispatcher>(dispatcher);
            });
        await app.StartAsync();
        return new(app, http, inside);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
