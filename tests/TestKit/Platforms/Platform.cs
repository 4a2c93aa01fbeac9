using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using ScfAspire.AppHost.Local.Processes;
using ScfAspire.TestKit.Folders;

namespace ScfAspire.TestKit.Platforms;

/// <summary>
/// The real platform: the runner, its five services, Postgres and Redis, started from the build's output as a user would, on ports that are free.
/// It dies with the test process, however that ends.
/// </summary>
public sealed class Platform : IAsyncDisposable
{
    /// <summary>A platform that has not ended by then does not stop.</summary>
    private static readonly TimeSpan StopLimit = TimeSpan.FromMinutes(1);

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly TempFolder? _ownFolder;
    private readonly ChildProcess _runner;
    private readonly List<string> _output;

    private Platform(TempFolder? ownFolder, string dataFolder, ChildProcess runner, List<string> output)
    {
        _ownFolder = ownFolder;
        DataFolder = dataFolder;
        _runner = runner;
        _output = output;
    }

    public string DataFolder { get; }

    /// <summary>Process id of the runner.</summary>
    public int Pid => _runner.Pid;

    /// <summary>Completes with the runner's exit code.</summary>
    public Task<int> Exited => _runner.Exited;

    public PlatformCredentials Credentials { get; private set; } = null!;

    /// <summary>What the runner has printed so far.</summary>
    public string Output
    {
        get
        {
            lock (_output) return string.Join('\n', _output);
        }
    }

    /// <summary>Starts a platform and returns when it is ready.</summary>
    /// <exception cref="InvalidOperationException">It ended, or is not ready in time; the message has its output.</exception>
    public static async Task<Platform> StartAsync(PlatformOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new PlatformOptions();
        var platform = await LaunchAsync(options);
        try
        {
            await platform.WaitAsync(snapshot => snapshot.Ready, options.StartTimeout, "ready", cancellationToken);
            platform.Credentials = JsonSerializer.Deserialize<PlatformCredentials>(
                await File.ReadAllTextAsync(Path.Combine(platform.DataFolder, "credentials.json"), cancellationToken), Json)!;
            return platform;
        }
        catch
        {
            await platform.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts the runner and does not wait, e.g. because it is expected to refuse.</summary>
    public static async Task<Platform> LaunchAsync(PlatformOptions options)
    {
        var own = options.DataFolder is null ? new TempFolder() : null;
        var data = options.DataFolder ?? own!.FullName;
        var ports = FreePorts(3);
        var environment = new Dictionary<string, string?>
        {
            ["SCF_DATA_DIR"] = data,
            ["SCF_HTTP_PORT"] = ports[0],
            ["SCF_GRPC_PORT"] = ports[1],
            ["SCF_GATEWAY_PORT"] = ports[2],
            ["SCF_SECRET_ID"] = null,
            ["SCF_SECRET_KEY"] = null,
            ["SCF_PUBLIC_HOST"] = null,
        };
        foreach (var (key, value) in options.Environment) environment[key] = value;
        var output = new List<string>();
        var command = new ChildCommand(BuildOutput.Executable("AppHost")) { Environment = environment, WorkingDirectory = data };
        // Whoever runs the tests in the background of a script ignores INT, and so would all that they start.
        var runner = await ChildProcess.StartAsync(command.DyingWithParent("/usr/bin/env", "--default-signal=INT,QUIT"), line =>
        {
            lock (output) output.Add(line);
        });
        return new Platform(own, data, runner, output);
    }

    /// <summary>What runs now; null before the first process has started and after the end.</summary>
    public PlatformSnapshot? Snapshot()
    {
        var path = Path.Combine(DataFolder, "platform.json");
        try
        {
            return JsonSerializer.Deserialize<PlatformSnapshot>(File.ReadAllText(path), Json);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Process id of <paramref name="service"/>, e.g. <c>agent</c>.</summary>
    public int PidOf(string service) => Snapshot()?.Processes.GetValueOrDefault(service)?.Pid ?? 0;

    /// <summary>Kills a process of the platform as a crash would, and returns when the runner has started it again and it is ready.</summary>
    public async Task KillAsync(string service, CancellationToken cancellationToken = default)
    {
        var former = PidOf(service);
        if (former == 0) throw new ArgumentException($"No process named {service} runs.", nameof(service));
        Signals.Send(former, Signals.Kill);
        await WaitAsync(
            snapshot => snapshot.Processes[service] is { Ready: true } now && now.Pid != former, TimeSpan.FromSeconds(60), $"{service} running again", cancellationToken);
    }

    /// <summary>Sends a signal to the runner alone and returns its exit code.</summary>
    /// <param name="signal">Number of the signal, e.g. 15.</param>
    /// <exception cref="TimeoutException">It goes on.</exception>
    public async Task<int> SignalAsync(int signal)
    {
        Signals.Send(_runner.Pid, signal);
        return await _runner.Exited.WaitAsync(StopLimit);
    }

    /// <summary>Stops the platform in order; its data folder stays.</summary>
    public Task<int> StopAsync() => SignalAsync(Signals.Terminate);

    /// <summary>Ids of all processes that this runner's processes descend to: itself, services, data servers, sandboxes.</summary>
    public IReadOnlyList<int> ProcessTree() => Processes.Tree(_runner.Pid);

    public async ValueTask DisposeAsync()
    {
        await _runner.StopAsync(Signals.Terminate, TimeSpan.FromSeconds(12));
        await _runner.DisposeAsync();
        _ownFolder?.Dispose();
    }

    private async Task WaitAsync(Func<PlatformSnapshot, bool> reached, TimeSpan timeout, string what, CancellationToken cancellationToken)
    {
        using var changed = new SemaphoreSlim(0);
        using var watcher = new FileSystemWatcher(DataFolder, "platform.json");
        watcher.Renamed += (_, _) => changed.Release();
        watcher.Changed += (_, _) => changed.Release();
        watcher.Created += (_, _) => changed.Release();
        watcher.EnableRaisingEvents = true;
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(timeout);
        while (true)
        {
            if (Snapshot() is { } snapshot && reached(snapshot)) return;
            try
            {
                var woken = await Task.WhenAny(changed.WaitAsync(deadline.Token), _runner.Exited);
                if (woken == _runner.Exited)
                    throw new InvalidOperationException($"The platform ended with code {await _runner.Exited} before it was {what}:\n{Output}");
                await woken;
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                throw new InvalidOperationException($"Not {what} after {timeout.TotalSeconds:0} s. Processes: {JsonSerializer.Serialize(Snapshot(), Json)}\n{Output}\n{LogTails()}");
            }
        }
    }

    /// <summary>The end of every service's log, for the message of a failed test.</summary>
    public string LogTails(int lines = 15)
    {
        var folder = Path.Combine(DataFolder, "logs");
        return !Directory.Exists(folder)
            ? ""
            : string.Join('\n', Directory.EnumerateFiles(folder, "*.log").Select(file => $"--- {Path.GetFileName(file)}\n{string.Join('\n', File.ReadLines(file).TakeLast(lines))}"));
    }

    private static string[] FreePorts(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        try
        {
            foreach (var listener in listeners) listener.Start();
            return [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture))];
        }
        finally
        {
            foreach (var listener in listeners) listener.Dispose();
        }
    }
}
