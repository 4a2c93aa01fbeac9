using ScfAspire.RuntimeAgent.Runtimes;

namespace ScfAspire.RuntimeAgent.Instances;

/// <summary>A call in flight: completes with whatever comes first, the function's answer, the time limit, the caller's leaving, or the end of the process.</summary>
internal sealed class RunningCall : TaskCompletionSource<CallEnd>, IDisposable
{
    private readonly Lock _gate = new();
    // Most calls end without anybody asking for these.
    private TaskCompletionSource? _finished;
    private CancellationTokenSource? _abort;
    private bool _hasFinished;

    /// <summary>Timestamp at which its time is over; set by <see cref="RunningCalls.Add"/>.</summary>
    public long Deadline { get; set; }

    /// <summary>Tells the runtime that nobody waits any more.</summary>
    public CancellationToken Aborted
    {
        get
        {
            lock (_gate) return (_abort ??= new CancellationTokenSource()).Token;
        }
    }

    public RuntimeReply Reply { get; private set; }

    public async Task ObserveAsync(ValueTask<RuntimeReply> reply)
    {
        try
        {
            Reply = await reply;
        }
        catch (OperationCanceledException)
        {
            Reply = RuntimeReply.Failure(ScfStatus.Cancelled, "The request was cancelled.");
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // A fault of the agent's own must not keep the caller until its time is over.
            Reply = RuntimeReply.Failure(ScfStatus.Internal, $"The agent failed: {e.Message}");
        }

        TaskCompletionSource? finished;
        lock (_gate) (_hasFinished, finished) = (true, _finished);
        finished?.TrySetResult();
        TrySetResult(CallEnd.Replied);
    }

    /// <summary>Completes when the function itself has come to an end.</summary>
    public Task Finished
    {
        get
        {
            lock (_gate)
            {
                if (_hasFinished) return System.Threading.Tasks.Task.CompletedTask;
                return (_finished ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            }
        }
    }

    public void Abort()
    {
        CancellationTokenSource abort;
        lock (_gate) abort = _abort ??= new CancellationTokenSource();
        abort.Cancel();
    }

    public void Dispose() => _abort?.Dispose();
}
