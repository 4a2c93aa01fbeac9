using System.Globalization;
using ScfAspire.AppHost.Local.Processes;

namespace ScfAspire.Bench.Platforms;

/// <summary>The reference of the warm rows: the same work behind Node's own HTTP server, called directly.</summary>
internal sealed class DirectServer : IAsyncDisposable
{
    private readonly ChildProcess _process;

    private DirectServer(ChildProcess process, int port)
    {
        _process = process;
        Url = new Uri($"http://127.0.0.1:{port}/");
    }

    public Uri Url { get; }

    public int Pid => _process.Pid;

    public static async Task<DirectServer> StartAsync(string root, CancellationToken cancellationToken)
    {
        var port = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        var process = await ChildProcess.StartAsync(
            new ChildCommand("node", Path.Combine(root, "bench", "functions", "orders", "server.js"), "0").DyingWithParent(),
            line =>
            {
                if (!int.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || !port.TrySetResult(number)) port.TrySetException(new BenchException(line));
            });
        return new DirectServer(process, await port.Task.WaitAsync(TimeSpan.FromSeconds(30), cancellationToken));
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
