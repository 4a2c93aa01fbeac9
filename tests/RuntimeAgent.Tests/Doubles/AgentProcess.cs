using System.Diagnostics;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using ScfAspire.Contracts.Internal.V1;
using ScfAspire.RuntimeAgent.Native;
using ScfAspire.ServiceDefaults;
using ScfAspire.TestKit.Folders;

namespace ScfAspire.RuntimeAgent.Tests.Doubles;

/// <summary>The agent as a process of its own, which can be killed.</summary>
internal sealed class AgentProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly int _port;

    private AgentProcess(Process process, int port, string dataDir)
    {
        _process = process;
        _port = port;
        DataDir = dataDir;
    }

    public string DataDir { get; }

    public long Epoch { get; private set; }

    public static async Task<AgentProcess> StartAsync(PlatformDouble platform, TempFolder folder)
    {
        var port = AgentUnderTest.FreePort();
        var known = platform.Reports.Items.Select(report => report.Epoch).DefaultIfEmpty().Max();
        var dll = Path.Combine(AppContext.BaseDirectory, "ScfAspire.RuntimeAgent.dll");
        var process = Process.Start("dotnet", [dll, .. AgentUnderTest.ArgumentsFor(platform.Url, folder.Combine("agent"), folder.Combine("link.sock"), port)]);
        var agent = new AgentProcess(process, port, folder.Combine("agent"));
        agent.Epoch = (await platform.Reports.FirstAsync(report => report.Epoch > known)).Epoch;
        return agent;
    }

    public async Task StartFunctionAsync(PlatformDouble platform, string code)
    {
        var spec = new InstanceSpec
        {
            SpecId = "killed/$LATEST/1", Key = new FunctionKey { Namespace = "default", Function = "killed" }, FunctionId = "killed", Version = "$LATEST", Type = FunctionType.Event,
            Runtime = "Nodejs20.19", Handler = "index.main_handler", MemoryMb = 128, TimeoutMs = 30_000, InitTimeoutMs = 30_000, InstanceConcurrency = 1,
            CodeSha256 = platform.AddPackage(FunctionPackage.Zip(("index.js", code))), PublicNet = true,
        };
        platform.Specs[spec.SpecId] = spec;
        using var channel = GrpcChannel.ForAddress($"http://127.0.0.1:{_port}");
        var control = new Agent.AgentClient(channel.Intercept(new InternalKeyClientInterceptor(new InternalKey(AgentUnderTest.Key))));
        var response = await control.StartAsync(new StartInstanceRequest { InstanceId = 1, SpecId = spec.SpecId, Key = spec.Key, Runtime = spec.Runtime, MemoryMb = 128 });
        Assert.NotNull(response.Started);
    }

    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        // In order, so that a test leaves nothing on the machine.
        if (!_process.HasExited) _ = LibC.Kill(_process.Id, LibC.SigTerm);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
