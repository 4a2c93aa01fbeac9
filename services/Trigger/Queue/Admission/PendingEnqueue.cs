namespace ScfAspire.Trigger.Queue.Admission;

/// <summary>An event that waits for its commit.</summary>
internal sealed class PendingEnqueue(QueuedEvent queued)
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public QueuedEvent Event { get; } = queued;

    public Task Done => _done.Task;

    public void Committed() => _done.TrySetResult();

    public void Failed(Exception reason) => _done.TrySetException(reason);
}
