namespace ScfAspire.Metering.Ingest;

/// <summary>A batch that waits for its transaction; completes with the acknowledged sequence.</summary>
public sealed class PendingAppend(RecordBatch request)
{
    private readonly TaskCompletionSource<long> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public RecordBatch Request { get; } = request;

    public Task<long> Done => _done.Task;

    public void Stored(long acknowledgedSequence) => _done.TrySetResult(acknowledgedSequence);

    public void Failed(Exception reason) => _done.TrySetException(reason);
}
