using ScfAspire.Contracts.Internal.V1;

namespace ScfAspire.RuntimeAgent.Registration;

/// <summary>What the Scheduler has not been told yet: the latest state of each changed instance.</summary>
internal sealed class PendingChanges
{
    private readonly Lock _gate = new();
    private Dictionary<ulong, InstanceState> _changes = [];
    private TaskCompletionSource _signal = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _complete;

    public void Add(InstanceState state)
    {
        lock (_gate) _changes[state.InstanceId] = state;
        Wake();
    }

    /// <summary>The next report names all instances.</summary>
    public void RequestComplete()
    {
        lock (_gate) _complete = true;
        Wake();
    }

    public void Wake()
    {
        lock (_gate) _signal.TrySetResult();
    }

    /// <summary>Takes what is pending; changes after this belong to the next report.</summary>
    public (bool Complete, IReadOnlyCollection<InstanceState> Changes) Take()
    {
        lock (_gate)
        {
            var taken = (_complete, _changes.Values);
            _complete = false;
            _changes = [];
            if (_signal.Task.IsCompleted) _signal = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return taken;
        }
    }

    /// <summary>Waits for a change, for <paramref name="other"/>, or for <paramref name="interval"/>.</summary>
    public async Task WaitAsync(TimeSpan interval, Task other, TimeProvider time, CancellationToken cancellationToken)
    {
        Task signal;
        lock (_gate) signal = _signal.Task;
        try
        {
            await Task.WhenAny(signal, other).WaitAsync(interval, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            // A heartbeat is due.
        }
    }
}
