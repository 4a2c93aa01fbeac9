using ScfAspire.RuntimeAgent.Runtimes;

namespace ScfAspire.RuntimeAgent.Instances;

/// <summary>A call in flight: completes with whatever comes first, the function's answer, the time limit, the caller's leaving, or the end of the process.</summary>
internal sealed class RunningCall : TaskCompletionSource<CallEnd>, IDisposable
{
    private readonly ITimer _timer;
    private readonly CancellationTokenRegistration _registration;
    private readonly TaskCompletionSource _finished = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _abort = new();

    public RunningCall(TimeSpan limit, TimeProvider time, CancellationToken cancelled)
    {
        _timer = time.CreateTimer(static state => ((RunningCall)state!).TrySetResult(CallEnd.TimedOut), this, limit, Timeout.InfiniteTimeSpan);
        _registration = cancelled.UnsafeRegister(static state => ((RunningCall)state!).TrySetResult(CallEnd.Cancelled), this);
    }

    /// <summary>Tells the runtime that nobody waits any more.</summary>
    public CancellationToken Aborted => _abort.Token;

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

        _finished.TrySetResult();
        TrySetResult(CallEnd.Replied);
    }

    /// <summary>Completes when the function itself has come to an end.</summary>
    public Task Finished => _finished.Task;

    public void Abort() => _abort.Cancel();

    public void Dispose()
    {
        _timer.Dispose();
        _registration.Dispose();
        _abort.Dispose();
    }
}
