using ScfAspire.Contracts.Internal.V1;

namespace ScfAspire.Api.Catalog;

/// <summary>
/// Pushes committed changes to the watchers connected to this process and keeps count of what they serve. A watcher that has not acknowledged a
/// revision one second after it was sent is cut off.
/// </summary>
public sealed partial class CatalogFeed(CatalogChanges changes, FunctionRoutes routes, TimeProvider time, ILogger<CatalogFeed> logger)
    : IDisposable
{
    /// <summary>How long a watcher may take to serve a revision.</summary>
    public static readonly TimeSpan AcknowledgementWait = TimeSpan.FromSeconds(1);

    /// <summary>A watcher that missed more functions than this starts afresh.</summary>
    private const int CatchUpMax = 1000;

    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly Lock _lock = new();
    private readonly List<CatalogWatcher> _watchers = [];
    private readonly CancellationTokenSource _disposed = new();
    private long _head = -1;

    /// <summary>Latest revision that was sent to the watchers; -1 before the first look.</summary>
    public long Head => Interlocked.Read(ref _head);

    /// <summary>Highest revision that every watcher connected to this process serves.</summary>
    public RevisionBarrier Served { get; } = new();

    /// <summary>Reads what was committed since the last call and sends it on.</summary>
    public Task AdvanceAsync(CancellationToken cancellationToken) => AdvanceAsync(long.MaxValue, cancellationToken);

    /// <summary>The same, unless a committed revision was sent before: several who have to see to theirs find them sent together.</summary>
    public async Task AdvanceAsync(long revision, CancellationToken cancellationToken)
    {
        if (Head >= revision) return;
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_head >= revision) return;
            if (_head < 0)
            {
                _head = await changes.HeadAsync(cancellationToken);
            }
            else
            {
                var (head, keys) = await changes.SinceAsync(_head, cancellationToken);
                if (head == _head) return;
                if (HasWatchers()) Broadcast(await ResponseAsync(head, keys, cancellationToken));
                _head = head;
            }

            UpdateServed();
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Connects a watcher; its first message is waiting when this returns.</summary>
    public async Task<CatalogWatcher> SubscribeAsync(WatchStart start, CancellationToken cancellationToken)
    {
        await AdvanceAsync(cancellationToken);
        await _gate.WaitAsync(cancellationToken);
        try
        {
            var watcher = new CatalogWatcher(start.Watcher);
            watcher.Send(await FirstAsync(start.ResumeRevision, cancellationToken));
            lock (_lock) _watchers.Add(watcher);
            CutOffLaggardsLater(_head, [watcher]);
            LogConnected(watcher.Name, start.ResumeRevision, _head);
            return watcher;
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Acknowledge(CatalogWatcher watcher, long revision)
    {
        lock (_lock) watcher.Acknowledge(revision);
        UpdateServed();
    }

    public void Unsubscribe(CatalogWatcher watcher)
    {
        lock (_lock) _watchers.Remove(watcher);
        watcher.Complete();
        UpdateServed();
    }

    public void Dispose()
    {
        _disposed.Cancel();
        _disposed.Dispose();
        _gate.Dispose();
    }

    private async Task<WatchResponse> FirstAsync(long resume, CancellationToken cancellationToken)
    {
        if (resume == 0 || resume == _head) return new() { Revision = _head };
        if (resume > _head || resume < await changes.OldestResumableAsync(cancellationToken)) return new() { Revision = _head, Reset = true };
        var (_, keys) = await changes.BetweenAsync(resume, _head, cancellationToken);
        return keys.Count > CatchUpMax ? new() { Revision = _head, Reset = true } : await ResponseAsync(_head, keys, cancellationToken);
    }

    private async Task<WatchResponse> ResponseAsync(long revision, IReadOnlyCollection<FunctionKey> keys, CancellationToken cancellationToken)
    {
        var response = new WatchResponse { Revision = revision };
        var found = await routes.ReadAsync(keys, cancellationToken);
        foreach (var key in keys)
        {
            if (found.TryGetValue(key, out var route)) response.Changed.Add(route);
            else response.Deleted.Add(key);
        }

        return response;
    }

    private bool HasWatchers()
    {
        lock (_lock) return _watchers.Count > 0;
    }

    private void Broadcast(WatchResponse response)
    {
        lock (_lock)
        {
            foreach (var watcher in _watchers) watcher.Send(response);
            CutOffLaggardsLater(response.Revision, [.. _watchers]);
        }
    }

    private void UpdateServed()
    {
        long served;
        lock (_lock) served = _watchers.Count == 0 ? _head : Math.Min(_head, _watchers.Min(w => w.Acknowledged));
        Served.Advance(served);
    }

    // Only those that the revision was sent to: one that has just connected has its own second.
    private void CutOffLaggardsLater(long revision, CatalogWatcher[] sentTo) => _ = CutOffLaggardsAsync(revision, sentTo, _disposed.Token);

    private async Task CutOffLaggardsAsync(long revision, CatalogWatcher[] sentTo, CancellationToken stopping)
    {
        await Task.Delay(AcknowledgementWait, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (stopping.IsCancellationRequested) return;
        List<CatalogWatcher> laggards;
        lock (_lock) laggards = [.. sentTo.Where(w => w.Acknowledged < revision && _watchers.Contains(w))];
        foreach (var laggard in laggards)
        {
            LogCutOff(laggard.Name, revision, laggard.Acknowledged);
            laggard.CutOff();
            Unsubscribe(laggard);
        }
    }
}
