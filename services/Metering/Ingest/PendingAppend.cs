using ScfAspire.Contracts.Internal.V1;

namespace ScfAspire.Metering.Ingest;

/// <summary>A batch that waits for its transaction; completes with the acknowledged sequence.</summary>
public sealed class PendingAppend(AppendRecordsRequest request)
{
    private readonly TaskCompletionSource<long> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public AppendRecordsRequest Request { get; } = request;

    public Task<long> Done => _done.Task;

    public void Stored(long acknowledgedSequence) => _done.TrySetResult(acknowledgedSequence);

    public void Failed(Exception reason) => _done.TrySetException(reason);
}
