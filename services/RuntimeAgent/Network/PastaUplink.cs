using ScfAspire.RuntimeAgent.Native;
using ScfAspire.RuntimeAgent.Processes;

namespace ScfAspire.RuntimeAgent.Network;

/// <summary>Keeps one pasta running between a network and the host's. Where it cannot run, the functions have no uplink until it can.</summary>
internal sealed partial class PastaUplink : IAsyncDisposable
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(5);

    // IPv4 alone, as the sandboxes have it. No port of the host leads inwards, none inside to the host, and no address stands for the host's loopback.
    private static readonly string[] Arguments =
    [
        "--foreground", "--quiet", "--ipv4-only", "--config-net", "--no-map-gw", "-t", "none", "-u", "none", "-T", "none", "-U", "none",
        "--ns-ifname", "uplink", "--address", "100.127.255.2", "--netmask", "255.255.255.252", "--gateway", "100.127.255.1", "--pid", "/proc/self/fd/1", "--netns-only", "--netns",
    ];

    private readonly string _pasta;
    private readonly string _network;
    private readonly ProcessSpawner _spawner;
    private readonly DescriptorLoop _loop;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource _tried = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _keeping;
    private volatile bool _up;

    private PastaUplink(string pasta, string network, ProcessSpawner spawner, DescriptorLoop loop, ILogger log)
    {
        _pasta = pasta;
        _network = network;
        _spawner = spawner;
        _loop = loop;
        _log = log;
        _keeping = KeepAsync();
    }

    public bool IsUp => _up;

    /// <summary>Returns once it runs or has failed for the first time.</summary>
    public static async Task<PastaUplink> StartAsync(string pasta, string network, ProcessSpawner spawner, DescriptorLoop loop, ILogger log)
    {
        var uplink = new PastaUplink(pasta, network, spawner, loop, log);
        await uplink._tried.Task;
        return uplink;
    }

    private async Task KeepAsync()
    {
        try
        {
            for (var told = "";;)
            {
                var reason = await RunAsync();
                _stopping.Token.ThrowIfCancellationRequested();
                if (reason != told) LogDown(_log, reason);
                told = reason;
                await Task.Delay(RetryDelay, TimeProvider.System, _stopping.Token);
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // The agent ends.
        }
    }

    // Runs one pasta to its end and tells why it ended.
    private async Task<string> RunAsync()
    {
        var (fromPasta, stdout) = Pipes.Create();
        var (fromErrors, stderr) = Pipes.Create();
        SpawnedProcess process;
        using (stdout)
        using (stderr)
        {
            process = await _spawner.SpawnAsync(new SpawnRequest
            {
                Program = NetworkTools.Find("setpriv"),
                Arguments = ["--pdeathsig", "KILL", _pasta, .. Arguments, _network],
                Environment = ["PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C"],
                Descriptors = [new(1, stdout), new(2, stderr)],
            });
        }

        await using var stop = _stopping.Token.Register(process.Kill);
        var ready = new FirstLine();
        _loop.Pump(fromPasta, ready.Append, ready.End);
        var errors = _loop.ReadToEndAsync(fromErrors);
        _up = (await ready.Task).Length > 0;
        _tried.TrySetResult();
        var status = await process.Exited;
        _up = false;
        var said = System.Text.Encoding.UTF8.GetString(await errors).Split('\n').LastOrDefault(line => line.Length > 0 && !line.Contains("syslog", StringComparison.Ordinal));
        return said is null ? $"pasta ended with {status}" : $"pasta: {said.Trim()}";
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Functions have no uplink now: {Reason}")]
    private static partial void LogDown(ILogger log, string reason);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _keeping;
        _stopping.Dispose();
    }
}
