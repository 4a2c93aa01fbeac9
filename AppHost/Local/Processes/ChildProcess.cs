using System.ComponentModel;
using System.Diagnostics;

namespace ScfAspire.AppHost.Local.Processes;

/// <summary>One running child: its output line by line, its end, and a stop that escalates.</summary>
internal sealed class ChildProcess : IRunningProcess
{
    private readonly Process _process;
    private readonly Action<string> _onLine;
    private readonly TaskCompletionSource<int> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ChildProcess(Process process, Action<string> onLine)
    {
        _process = process;
        _onLine = onLine;
        Pid = process.Id;
    }

    public int Pid { get; }

    /// <summary>Completes with the exit code once the process has ended and its output is read; 128 + signal when a signal ended it.</summary>
    public Task<int> Exited => _exited.Task;

    /// <summary>Starts the program; <paramref name="onLine"/> gets each line of its standard output and standard error, one at a time.</summary>
    /// <exception cref="MissingToolException">There is no such program.</exception>
    public static async Task<ChildProcess> StartAsync(ChildCommand command, Action<string> onLine)
    {
        var start = new ProcessStartInfo(command.FileName, command.Arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = command.WorkingDirectory ?? "",
        };
        foreach (var (key, value) in command.Environment)
        {
            if (value is null) start.Environment.Remove(key);
            else start.Environment[key] = value;
        }
        Process process;
        try
        {
            process = await ForkThread.StartAsync(start);
        }
        catch (Win32Exception exception)
        {
            throw new MissingToolException(command.FileName, exception);
        }
        process.StandardInput.Close();
        var child = new ChildProcess(process, onLine);
        child.Watch();
        return child;
    }

    public Task StopAsync(TimeSpan grace) => StopAsync(Signals.Terminate, grace);

    /// <summary>Sends <paramref name="signal"/> and, when the process is still there after <paramref name="grace"/>, SIGKILL.</summary>
    public async Task StopAsync(int signal, TimeSpan grace)
    {
        if (!Exited.IsCompleted) Signals.Send(Pid, signal);
        try
        {
            await Exited.WaitAsync(grace);
        }
        catch (TimeoutException)
        {
            Signals.Send(Pid, Signals.Kill);
            await Exited;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!Exited.IsCompleted) Signals.Send(Pid, Signals.Kill);
        await Exited;
        _process.Dispose();
    }

    private async void Watch()
    {
        var lines = Task.WhenAll(ReadAsync(_process.StandardOutput), ReadAsync(_process.StandardError));
        await _process.WaitForExitAsync();
        // A grandchild may hold the pipes open for as long as it likes: the process's own end is what counts.
        await Task.WhenAny(lines, Task.Delay(TimeSpan.FromMilliseconds(200)));
        _exited.SetResult(_process.ExitCode);
    }

    private async Task ReadAsync(StreamReader reader)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            lock (_exited) _onLine(line);
        }
    }
}
