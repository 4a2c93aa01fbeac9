using System.Collections.Concurrent;
using System.Diagnostics;

namespace ScfAspire.AppHost.Local.Processes;

/// <summary>
/// Starts processes from one thread that lives as long as this process. The kernel's parent-death signal is sent when the forking <em>thread</em>
/// ends, so a child that asked for it must not be forked from a pool thread.
/// </summary>
internal static class ForkThread
{
    private static readonly BlockingCollection<Action> Requests = [];

    static ForkThread() =>
        new Thread(Serve) { IsBackground = true, Name = "fork" }.Start();

    /// <exception cref="System.ComponentModel.Win32Exception">The program cannot be started.</exception>
    public static Task<Process> StartAsync(ProcessStartInfo start)
    {
        var started = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
        Requests.Add(() =>
        {
            try
            {
                started.SetResult(Process.Start(start)!);
            }
            catch (Exception exception) when (exception is System.ComponentModel.Win32Exception or IOException or InvalidOperationException)
            {
                started.SetException(exception);
            }
        });
        return started.Task;
    }

    private static void Serve()
    {
        foreach (var request in Requests.GetConsumingEnumerable()) request();
    }
}
