using System.Globalization;
using System.Net;
using System.Net.Sockets;
using ScfAspire.AppHost.Local.Processes;
using ScfAspire.ServiceDefaults;

namespace ScfAspire.Bench.Platforms;

/// <summary>One replica of the Scheduler as it ships, without the rest of the platform.</summary>
internal sealed class LoneScheduler : IAsyncDisposable
{
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(60);

    private readonly ChildProcess _process;

    private LoneScheduler(ChildProcess process, string url)
    {
        _process = process;
        Url = url;
    }

    /// <summary>Its internal endpoint.</summary>
    public string Url { get; }

    public int Pid => _process.Pid;

    public static async Task<LoneScheduler> StartAsync(string root, InternalKey key, string redis, CancellationToken cancellationToken)
    {
        var (service, status) = (FreePort(), FreePort());
        var executable = Path.Combine(root, "artifacts", "bin", "Scheduler", "release", "ScfAspire.Scheduler");
        if (!File.Exists(executable)) throw new BenchException($"{executable} is not built: bench/run does that.");
        var said = new List<string>();
        var process = await ChildProcess.StartAsync(
            new ChildCommand(executable)
            {
                WorkingDirectory = Path.GetDirectoryName(executable),
                Environment = new Dictionary<string, string?>
                {
                    [ScfEnvironment.InternalPort] = service.ToString(CultureInfo.InvariantCulture),
                    [ScfEnvironment.StatusPort] = status.ToString(CultureInfo.InvariantCulture),
                    [ScfEnvironment.InternalKey] = key.Value,
                    [$"ConnectionStrings__{ScfEnvironment.RedisConnection}"] = redis,
                    // Nobody changes a function here: the control plane is not needed.
                    ["services__api__internal__0"] = "http://127.0.0.1:1",
                    ["Logging__LogLevel__Default"] = "Error",
                },
            }.DyingWithParent(),
            line =>
            {
                lock (said) said.Add(line);
            });
        var scheduler = new LoneScheduler(process, $"http://127.0.0.1:{service}");
        try
        {
            await scheduler.UntilReadyAsync(new Uri($"http://127.0.0.1:{status}/healthz/ready"), cancellationToken).WaitAsync(LongestStart, cancellationToken);
            return scheduler;
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _process.StopAsync(TimeSpan.FromSeconds(6));
        await _process.DisposeAsync();
    }

    private async Task UntilReadyAsync(Uri health, CancellationToken cancellationToken)
    {
        using var client = new HttpClient();
        while (true)
        {
            if (_process.Exited.IsCompleted) throw new BenchException($"The Scheduler ended with code {await _process.Exited}.");
            try
            {
                using var response = await client.GetAsync(health, cancellationToken);
                if (response.IsSuccessStatusCode) return;
            }
            catch (HttpRequestException exception) when (exception.InnerException is SocketException)
            {
                // It does not listen yet.
            }

            await Task.Delay(100, cancellationToken);
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
