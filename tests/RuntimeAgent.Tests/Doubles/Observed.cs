namespace ScfAspire.RuntimeAgent.Tests.Doubles;

/// <summary>Things that arrive, and waiting for one of them, past or future.</summary>
public sealed class Observed<T>
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly Lock _gate = new();
    private readonly List<T> _items = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IReadOnlyList<T> Items
    {
        get
        {
            lock (_gate) return [.. _items];
        }
    }

    public void Add(T item)
    {
        TaskCompletionSource changed;
        lock (_gate)
        {
            _items.Add(item);
            (changed, _changed) = (_changed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        changed.TrySetResult();
    }

    public async Task<T> FirstAsync(Func<T, bool> wanted)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                var found = _items.FindIndex(item => wanted(item));
                if (found >= 0) return _items[found];
                changed = _changed.Task;
            }

            try
            {
                await changed.WaitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"None of {Items.Count} {typeof(T).Name} was the one waited for.");
            }
        }
    }
}
