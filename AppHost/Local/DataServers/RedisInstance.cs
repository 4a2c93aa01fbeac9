using ScfAspire.AppHost.Local.Processes;

namespace ScfAspire.AppHost.Local.DataServers;

/// <summary>A private redis-server, or Garnet, on a Unix socket. It keeps nothing on disk: what it holds is rebuilt from the agents.</summary>
internal sealed class RedisInstance : IRunningProcess
{
    private readonly ChildProcess _process;

    private RedisInstance(ChildProcess process, string socket)
    {
        _process = process;
        Socket = socket;
    }

    public int Pid => _process.Pid;

    public Task<int> Exited => _process.Exited;

    public string Socket { get; }

    public static string SocketIn(string folder) => Path.Combine(folder, "redis.sock");

    /// <summary>For StackExchange.Redis, which marks a socket path with an exclamation mark.</summary>
    public static string ConnectionString(string socket) => $"!{socket}";

    /// <exception cref="MissingToolException">The software is not on this machine.</exception>
    /// <exception cref="DataServerException">The server ended before it served.</exception>
    public static async Task<RedisInstance> StartAsync(RedisSoftware software, string folder, Action<string> onLine, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var socket = SocketIn(folder);
        var (name, command) = software == RedisSoftware.Garnet ? ("Garnet", Garnet(socket)) : ("redis-server", RedisServer(folder, socket));
        // The name changes with Redis's version, the words do not.
        var process = await DataServerProcess.StartAsync(
            name, (command with { WorkingDirectory = folder }).DyingWithParent(), "eady to accept connections", onLine, cancellationToken);
        return new RedisInstance(process, socket);
    }

    private static ChildCommand RedisServer(string folder, string socket) => new(
        ToolPath.Find("redis-server"), "--port", "0", "--unixsocket", socket, "--unixsocketperm", "700",
        "--save", "", "--appendonly", "no", "--dir", folder, "--daemonize", "no", "--logfile", "");

    private static ChildCommand Garnet(string socket)
    {
        var program = BuiltProgram.PathOf("GarnetHost");
        return File.Exists(program) ? new(program, socket) : throw new MissingToolException($"{program} (part of the build)");
    }

    public Task StopAsync(TimeSpan grace) => _process.StopAsync(Signals.Terminate, grace);

    /// <summary>Ends the server as a crash would.</summary>
    public ValueTask KillAsync() => _process.DisposeAsync();

    public async ValueTask DisposeAsync()
    {
        await StopAsync(TimeSpan.FromSeconds(3));
        await _process.DisposeAsync();
    }
}
