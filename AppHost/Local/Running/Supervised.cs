using ScfAspire.AppHost.Installations;
using ScfAspire.AppHost.Local.Processes;

namespace ScfAspire.AppHost.Local.Running;

/// <summary>One process that is kept running: started, watched, started again when it ends by itself, stopped when told.</summary>
internal abstract class Supervised(string name, RunContext context) : IDisposable
{
    /// <summary>A process that ends this often before it was ever ready will not get ready.</summary>
    private const int AttemptsToStart = 4;

    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly LogFile _log = new(Path.Combine(context.LogFolder, name + ".log"));
    private readonly RestartBackoff _backoff = new(context.Time);

    public string Name { get; } = name;

    /// <summary>Completes when the process is ready for the first time; fails with <see cref="InstallationException"/> when it cannot be started.</summary>
    public Task Ready => _ready.Task;

    /// <summary>Id of the process that runs now; 0 between two.</summary>
    public int Pid { get; private set; }

    /// <summary>What the process said it waits for.</summary>
    public string Waiting { get; private protected set; } = "starting";

    protected RunContext Context { get; } = context;

    /// <summary>The latest line that was printed, to tell why a process ended.</summary>
    protected string LastLine { get; private set; } = "";

    /// <summary>Time that the process has to end by itself.</summary>
    protected abstract TimeSpan Grace { get; }

    /// <summary>Keeps the process running until <paramref name="stop"/>; returns when it has ended.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        try
        {
            while (!stop.IsCancellationRequested)
            {
                _backoff.Started();
                var ended = await RunOnceAsync(stop);
                if (stop.IsCancellationRequested) break;
                var wait = _backoff.Ended();
                if (!Ready.IsCompleted && (!IsWorthAnother(ended) || _backoff.Failures >= AttemptsToStart))
                    throw new InstallationException($"{Name} does not start: {(LastLine.Length > 0 ? LastLine : Describe(ended))}");
                Context.Terminal.Error($"{Name} ended ({Describe(ended)}) and is started again.");
                await Task.Delay(wait, Context.Time, stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            _ready.TrySetCanceled(stop);
        }
        catch (Exception exception) when (exception is InstallationException or MissingToolException or DataServers.DataServerException)
        {
            if (!_ready.TrySetException(exception as InstallationException ?? new InstallationException(exception.Message, exception))) throw;
        }
    }

    public void Dispose() => _log.Dispose();

    protected abstract Task<IRunningProcess> StartAsync(CancellationToken stop);

    /// <summary>Returns when the process is ready; fails or waits on otherwise.</summary>
    protected abstract Task WaitUntilReadyAsync(CancellationToken stop);

    /// <summary>Whether a process that ended with this code before it was ready may do better the next time.</summary>
    protected virtual bool IsWorthAnother(int exitCode) => true;

    protected virtual void OnLine(string line)
    {
        if (line.Length > 0) LastLine = line;
        _log.Write(line);
        Context.Terminal.Show(Name, line);
    }

    private async Task<int> RunOnceAsync(CancellationToken stop)
    {
        await using var process = await StartAsync(stop);
        Pid = process.Pid;
        Context.State.Started(Name, process.Pid);
        try
        {
            using var waiting = CancellationTokenSource.CreateLinkedTokenSource(stop);
            var ready = WaitUntilReadyAsync(waiting.Token);
            if (await Task.WhenAny(ready, process.Exited).WaitAsync(stop) == ready)
            {
                await ready;
                Waiting = "";
                _ready.TrySetResult();
                Context.State.Ready(Name, process.Pid);
            }
            await waiting.CancelAsync();
            return await process.Exited.WaitAsync(stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await process.StopAsync(Grace);
            return 0;
        }
        finally
        {
            Pid = 0;
        }
    }

    private static string Describe(int exitCode) => exitCode > 128 ? $"signal {exitCode - 128}" : $"exit code {exitCode}";
}
