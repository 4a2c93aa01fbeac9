using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using ScfAspire.AppHost.Local.Processes;
using ScfAspire.Client;

namespace ScfAspire.Bench.Platforms;

/// <summary>A platform of its own for the rows: all five services, Postgres and Redis, on a data folder that goes with it.</summary>
public sealed class BenchPlatform : IAsyncDisposable
{
    private static readonly TimeSpan LongestStart = TimeSpan.FromMinutes(15);
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly PlatformCommand _command;
    private readonly ChildProcess _runner;
    private readonly List<string> _output;
    private ScfClient? _client;

    private BenchPlatform(PlatformCommand command, ChildProcess runner, List<string> output)
    {
        _command = command;
        _runner = runner;
        _output = output;
    }

    /// <summary>Everything that the platform keeps.</summary>
    public string DataFolder => _command.DataFolder;

    /// <summary>Process id of the runner.</summary>
    public int RunnerPid => _runner.Pid;

    /// <summary>The public client library, signed in.</summary>
    public ScfClient Client => _client ?? throw new InvalidOperationException("The platform has not been started.");

    /// <summary>The HTTP gateway.</summary>
    public Uri Gateway { get; private set; } = null!;

    /// <summary>Starts ./run, which builds first where it must, and returns when all of it is ready.</summary>
    /// <param name="root">The repository.</param>
    /// <param name="arguments">Of ./run.</param>
    /// <param name="onLine">Gets what it prints.</param>
    /// <param name="cancellationToken">Gives up and stops it.</param>
    /// <exception cref="InvalidOperationException">It did not start; the message has its last lines.</exception>
    public static async Task<BenchPlatform> StartAsync(string root, IReadOnlyList<string> arguments, Action<string> onLine, CancellationToken cancellationToken)
    {
        // On the disk that the repository is on, where ./run keeps its data too.
        var data = Directory.CreateDirectory(Path.Combine(root, "artifacts", "bench", Guid.NewGuid().ToString("N")[..8])).FullName;
        var ports = FreePorts(3);
        var command = new PlatformCommand(root, data, ports[0], ports[1], ports[2]) { Arguments = arguments };
        var output = new List<string>();
        var runner = await ChildProcess.StartAsync(
            new ChildCommand(command.Program, command.Arguments) { Environment = command.EnvironmentChanges(), WorkingDirectory = root }.DyingWithParent(),
            line =>
            {
                lock (output) output.Add(line);
                onLine(line);
            });
        var platform = new BenchPlatform(command, runner, output);
        try
        {
            await platform.UntilReadyAsync(cancellationToken).WaitAsync(LongestStart, cancellationToken);
            return platform;
        }
        catch
        {
            await platform.DisposeAsync();
            throw;
        }
    }

    /// <summary>What runs now.</summary>
    public PlatformDocument Document() => Read() ?? throw new InvalidOperationException($"The platform has ended:\n{Tail()}");

    /// <summary>Process id of <c>api</c>, <c>scheduler</c>, <c>trigger</c>, <c>metering</c>, <c>agent</c>, <c>postgres</c> or <c>redis</c>.</summary>
    public int PidOf(string process) => Document().Processes[process].Pid;

    /// <summary>Where a service shows its metrics.</summary>
    public Uri MetricsOf(string service) => new($"{Document().Processes[service].Endpoints["status"]}/metrics");

    /// <summary>Waits until the runner has printed a line that contains <paramref name="text"/>.</summary>
    public async Task SaidAsync(string text, CancellationToken cancellationToken)
    {
        while (true)
        {
            lock (_output)
            {
                if (_output.Exists(line => line.Contains(text, StringComparison.Ordinal))) return;
            }
            if (_runner.Exited.IsCompleted) throw new InvalidOperationException($"The platform has ended:\n{Tail()}");
            await Task.Delay(100, cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        await _runner.StopAsync(Signals.Terminate, TimeSpan.FromSeconds(20));
        await _runner.DisposeAsync();
        Directory.Delete(_command.DataFolder, recursive: true);
    }

    private async Task UntilReadyAsync(CancellationToken cancellationToken)
    {
        while (Read() is not { Ready: true })
        {
            if (_runner.Exited.IsCompleted) throw new InvalidOperationException($"./run ended with code {await _runner.Exited}:\n{Tail()}");
            await Task.Delay(100, cancellationToken);
        }

        var credentials = JsonSerializer.Deserialize<PlatformCredentials>(await File.ReadAllTextAsync(Path.Combine(DataFolder, "credentials.json"), cancellationToken), Json)!;
        Gateway = credentials.Gateway;
        _client = ScfClient.Connect(credentials.Endpoint.ToString(), credentials.SecretId, credentials.SecretKey);
        await _client.AuthenticateAsync(cancellationToken);
    }

    private PlatformDocument? Read()
    {
        var path = Path.Combine(DataFolder, "platform.json");
        return File.Exists(path) ? JsonSerializer.Deserialize<PlatformDocument>(File.ReadAllText(path), Json) : null;
    }

    private string Tail()
    {
        lock (_output) return string.Join('\n', _output.TakeLast(20));
    }

    private static int[] FreePorts(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        foreach (var listener in listeners) listener.Start();
        var ports = listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port).ToArray();
        foreach (var listener in listeners) listener.Dispose();
        return ports;
    }
}
