using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using ScfAspire.ServiceDefaults;
using ScfAspire.TestKit.Platforms;
using ScfAspire.TestKit.Simulation;

namespace ScfAspire.Scheduler.Tests.Doubles;

/// <summary>The service as a process of its own, which can be killed.</summary>
internal sealed class SchedulerProcess : IAsyncDisposable
{
    private readonly Process _process;

    private SchedulerProcess(Process process, int port)
    {
        _process = process;
        Port = port;
    }

    public int Port { get; }

    public string Url => $"http://127.0.0.1:{Port.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>Starts it and waits until it listens.</summary>
    public static async Task<SchedulerProcess> StartAsync(string redis, int port, params string[] options)
    {
        var process = Process.Start(new ProcessStartInfo(BuildOutput.Executable("Scheduler"), [.. Arguments(redis, port), .. options]) { RedirectStandardOutput = true })!;
        // Nobody reads what it says, and it must not stop over that.
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        var scheduler = new SchedulerProcess(process, port);
        await Eventually.TrueAsync(() => process.HasExited || Listens(port), "the Scheduler listens");
        Assert.False(process.HasExited, "The Scheduler has ended.");
        return scheduler;
    }

    public static string[] Arguments(string redis, int port) =>
    [
        // The catalog is away in these tests; the service must do without.
        $"--{ScfEnvironment.InternalKey}={SimulatedAgent.Key}", $"--{ScfEnvironment.InternalPort}={port.ToString(CultureInfo.InvariantCulture)}",
        $"--ConnectionStrings:{ScfEnvironment.RedisConnection}={redis}", "--services:api:internal:0=http://127.0.0.1:1",
        "--Scheduler:HeartbeatInterval=00:00:00.5", "--Scheduler:SweepInterval=00:00:00.1", "--Logging:LogLevel:Default=None",
    ];

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Ends it as SIGKILL does.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) await KillAsync();
        _process.Dispose();
    }

    private static bool Listens(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Connect(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
