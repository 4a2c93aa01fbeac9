using System.Diagnostics.Metrics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using ScfAspire.Contracts.Internal.V1;
using ScfAspire.RuntimeAgent.Hosting;
using ScfAspire.ServiceDefaults;
using ScfAspire.TestKit.Folders;

namespace ScfAspire.RuntimeAgent.Tests.Doubles;

/// <summary>A whole agent between doubles of the services it calls, reached over its real link and its real control interface.</summary>
public class AgentUnderTest : IAsyncLifetime
{
    public const string Key = "0123456789abcdef0123456789abcdef";

    private readonly TempFolder _folder = new();
    private readonly int _port = FreePort();
    private WebApplication? _app;
    private GrpcChannel? _channel;
    private long _lastId = 100;

    internal PlatformDouble Platform { get; private set; } = null!;

    internal LinkClient Link { get; private set; } = null!;

    internal Agent.AgentClient Control { get; private set; } = null!;

    /// <summary>Whose meters are this agent's and no other's.</summary>
    internal IMeterFactory Meters => _app!.Services.GetRequiredService<IMeterFactory>();

    /// <summary>Holds all of the agent's files.</summary>
    internal string Folder => _folder.FullName;

    internal string DataDir => _folder.Combine("agent");

    internal string LinkPath => _folder.Combine("link.sock");

    /// <summary>Further arguments of the agent.</summary>
    internal string[] Extra { get; init; } = [];

    internal string[] Arguments => [.. ArgumentsFor(Platform.Url, DataDir, LinkPath, _port), .. Extra];

    internal static string[] ArgumentsFor(string platform, string dataDir, string linkPath, int port) =>
    [
        $"--SCF_DATA_DIR={dataDir}", $"--SCF_LINK=unix:{linkPath}", $"--SCF_INTERNAL_PORT={port}", $"--SCF_INTERNAL_KEY={Key}",
        $"--services:api:internal:0={platform}", $"--services:scheduler:internal:0={platform}", $"--services:metering:internal:0={platform}",
        "--Logging:LogLevel:Default=Warning",
    ];

    public async ValueTask InitializeAsync()
    {
        Platform = await PlatformDouble.StartAsync();
        await StartAgentAsync();
        _channel = GrpcChannel.ForAddress($"http://127.0.0.1:{_port}");
        Control = new Agent.AgentClient(_channel.Intercept(new InternalKeyClientInterceptor(new InternalKey(Key))));
        // Another link than that of the double's own client.
        if (Extra.Any(argument => argument.StartsWith($"--{ScfEnvironment.Link}=", StringComparison.Ordinal))) return;
        Link = await ConnectAsync();
        await Link.Welcome;
    }

    private protected virtual async Task StartAgentAsync()
    {
        _app = await AgentHost.BuildAsync(Arguments);
        await _app.StartAsync();
    }

    internal Task<LinkClient> ConnectAsync(uint window = 1 << 20) => LinkClient.ConnectAsync(LinkPath, Key, window);

    /// <summary>A new function version.</summary>
    internal InstanceSpec Function(string runtime, string handler, byte[] zip, Action<InstanceSpec>? adjust = null)
    {
        var number = Interlocked.Increment(ref _lastId);
        var spec = new InstanceSpec
        {
            SpecId = string.Create(CultureInfo.InvariantCulture, $"f{number}/$LATEST/1"),
            Key = new FunctionKey { Namespace = "default", Function = $"f{number}" },
            FunctionId = $"f{number}",
            Version = "$LATEST",
            Type = FunctionType.Event,
            Runtime = runtime,
            Handler = handler,
            MemoryMb = 256,
            TimeoutMs = 30_000,
            InitTimeoutMs = 30_000,
            InstanceConcurrency = 1,
            CodeSha256 = Platform.AddPackage(zip),
            PublicNet = true,
            Region = "local",
            AppId = "1250000000",
            Uin = "100000000001",
        };
        adjust?.Invoke(spec);
        Platform.Specs[spec.SpecId] = spec;
        return spec;
    }

    internal async Task<(ulong Id, StartInstanceResponse Response)> StartAsync(InstanceSpec spec)
    {
        var id = (ulong)Interlocked.Increment(ref _lastId);
        var response = await Control.StartAsync(new StartInstanceRequest
        {
            InstanceId = id,
            SpecId = spec.SpecId,
            Key = spec.Key,
            Runtime = spec.Runtime,
            MemoryMb = spec.MemoryMb,
            InitTimeoutMs = spec.InitTimeoutMs,
        });
        return (id, response);
    }

    /// <summary>Starts an instance that has to start.</summary>
    internal async Task<ulong> StartedAsync(InstanceSpec spec)
    {
        var (id, response) = await StartAsync(spec);
        Assert.True(response.Started is not null, $"{response.Failed?.StatusCode} {response.Failed?.Message}\n{response.Failed?.InitLog}");
        return id;
    }

    internal Task StopAsync(ulong id) => Control.StopAsync(id);

    internal virtual Task StopAgentAsync() => _app?.StopAsync() ?? Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        Link?.Dispose();
        _channel?.Dispose();
        await StopAgentAsync();
        if (_app is not null) await _app.DisposeAsync();

        if (Platform is not null) await Platform.DisposeAsync();
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    internal static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
