using ScfAspire.AppHost.Local.Processes;

namespace ScfAspire.AppHost.Local.DataServers;

/// <summary>Starts a data server and waits for the line with which it says that it serves.</summary>
internal static class DataServerProcess
{
    /// <summary>Lines kept to tell why a server ended before it served.</summary>
    private const int KeptLines = 20;

    /// <exception cref="DataServerException">The server ended before it served.</exception>
    public static async Task<ChildProcess> StartAsync(
        string name, ChildCommand command, string readyText, Action<string> onLine, CancellationToken cancellationToken)
    {
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var last = new Queue<string>();
        var process = await ChildProcess.StartAsync(command, line =>
        {
            if (!ready.Task.IsCompleted)
            {
                last.Enqueue(line);
                if (last.Count > KeptLines) last.Dequeue();
                if (line.Contains(readyText, StringComparison.Ordinal)) ready.TrySetResult();
            }
            onLine(line);
        });
        try
        {
            if (await Task.WhenAny(ready.Task, process.Exited).WaitAsync(cancellationToken) == ready.Task) return process;
        }
        catch (OperationCanceledException)
        {
            await process.DisposeAsync();
            throw;
        }
        var said = last.LastOrDefault(line => line.Contains("FATAL", StringComparison.Ordinal) || line.Contains("rror", StringComparison.Ordinal))
            ?? last.LastOrDefault() ?? "it printed nothing";
        throw new DataServerException($"{name} ended with code {await process.Exited} before it served: {said.Trim()}");
    }
}
