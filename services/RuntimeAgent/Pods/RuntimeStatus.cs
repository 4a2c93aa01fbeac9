using ScfAspire.Contracts.Internal.V1;

namespace ScfAspire.RuntimeAgent.Pods;

/// <summary>How the runtime container ended, as its status says: the Scheduler hears of it from the cluster and passes it on.</summary>
internal sealed class RuntimeStatus
{
    private readonly TaskCompletionSource<RuntimeEnded> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<RuntimeEnded> Known => _ended.Task;

    public void Ended(RuntimeEnded ended) => _ended.TrySetResult(ended);
}
