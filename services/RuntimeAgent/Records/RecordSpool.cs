using Microsoft.Extensions.Options;

namespace ScfAspire.RuntimeAgent.Records;

/// <summary>The spool: segments of this life, the first of which waits longest, and those that former lives left.</summary>
internal sealed partial class RecordSpool : IRecordSpool, IDisposable
{
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _growing = new(1, 1);
    private readonly RecordSpoolOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<RecordSpool> _logger;
    private readonly SpoolFolder _folder;
    private readonly Queue<SpoolSegment> _former;
    private readonly Queue<SpoolSegment> _full = new();
    private readonly Stack<SpoolSegment> _spare = new();
    private SpoolSegment _active;
    private ulong _next = 1;
    private ulong _shipped;
    private volatile bool _accepting = true;
    private bool _disposed;
    private TaskCompletionSource _room = NewSignal();
    private TaskCompletionSource? _records;
    private TaskCompletionSource? _batch;

    /// <exception cref="IOException">The folder cannot be used, or another process uses it.</exception>
    public RecordSpool(IOptions<RecordSpoolOptions> options, TimeProvider time, ILogger<RecordSpool> logger)
    {
        _options = options.Value;
        _options.Validate();
        _time = time;
        _logger = logger;
        _folder = new SpoolFolder(_options, time, logger);
        _former = _folder.OpenFormer();
        _active = _folder.Create();
        while (1 + _spare.Count < _options.ReadySegments) _spare.Push(_folder.Create());
        foreach (var segment in _former) LogFormerFound(segment.Path, segment.WaitingBytes);
    }

    public event Action<ulong>? Shipped;

    public bool Accepting => _accepting;

    public ulong ShippedSequence => Volatile.Read(ref _shipped);

    /// <summary>Bytes of records that Metering has not acknowledged, those of former lives included.</summary>
    public long WaitingBytes
    {
        get
        {
            lock (_gate) return _active.WaitingBytes + _full.Sum(segment => (long)segment.WaitingBytes) + _former.Sum(segment => (long)segment.WaitingBytes);
        }
    }

    private int SegmentCount => 1 + _full.Count + _spare.Count;

    public bool TryAppend(ReadOnlySpan<byte> record, out ulong sequence)
    {
        if (record.Length is 0 or > RecordSpoolOptions.MaxRecordBytes) throw new ArgumentException($"A record of {record.Length} bytes cannot be kept: 1 to {RecordSpoolOptions.MaxRecordBytes} are allowed.", nameof(record));
        TaskCompletionSource? waiting;
        TaskCompletionSource? batch = null;
        lock (_gate)
        {
            if (!AppendLocked(record))
            {
                sequence = 0;
                return false;
            }

            sequence = _next++;
            waiting = _records;
            _records = null;
            if (_batch is not null && HasFullBatch) (batch, _batch) = (_batch, null);
        }

        waiting?.TrySetResult();
        batch?.TrySetResult();
        return true;
    }

    public ValueTask<ulong> AppendAsync(ReadOnlyMemory<byte> record, CancellationToken cancellationToken) =>
        TryAppend(record.Span, out var sequence) ? new ValueTask<ulong>(sequence) : AppendSlowlyAsync(record, cancellationToken);

    private bool AppendLocked(ReadOnlySpan<byte> record)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_active.TryAppend(record)) return true;
        if (!_spare.TryPop(out var next)) return false;
        next.Restart(_next);
        _full.Enqueue(_active);
        _active = next;
        UpdateAccepting();
        return _active.TryAppend(record);
    }

    private async ValueTask<ulong> AppendSlowlyAsync(ReadOnlyMemory<byte> record, CancellationToken cancellationToken)
    {
        var started = _time.GetTimestamp();
        IOException? growthFailure = null;
        while (true)
        {
            Task room;
            int count;
            lock (_gate)
            {
                room = _room.Task;
                count = SegmentCount;
            }

            if (TryAppend(record.Span, out var sequence)) return sequence;
            var waited = _time.GetElapsedTime(started);
            var mayGrow = count < _options.MaxSegments && growthFailure is null;
            if (mayGrow && waited >= _options.GrowAfter)
            {
                growthFailure = await GrowAsync(cancellationToken);
                continue;
            }

            if (!mayGrow && waited >= _options.RefuseAfter)
            {
                LogRefused(count, WaitingBytes);
                throw new RecordSpoolFullException($"The invocation's record cannot be kept: {WaitingBytes} bytes of records wait for Metering.", growthFailure);
            }

            try
            {
                await room.WaitAsync((mayGrow ? _options.GrowAfter : _options.RefuseAfter) - waited, _time, cancellationToken);
            }
            catch (TimeoutException)
            {
                // The next round grows or refuses.
            }
        }
    }

    // One at a time: many calls that find the spool full need one more segment, not one each.
    private async Task<IOException?> GrowAsync(CancellationToken cancellationToken)
    {
        await _growing.WaitAsync(cancellationToken);
        try
        {
            lock (_gate)
            {
                if (_spare.Count > 0 || SegmentCount >= _options.MaxSegments) return null;
            }

            var segment = _folder.Create();
            lock (_gate)
            {
                _spare.Push(segment);
                LogGrown(SegmentCount);
                SignalRoom();
            }

            return null;
        }
        catch (IOException e)
        {
            LogGrowthFailed(e);
            return e;
        }
        finally
        {
            _growing.Release();
        }
    }

    /// <summary>Returns when records wait. For one waiter at a time: the shipper.</summary>
    internal Task WaitForRecordsAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_former.Count > 0 || _full.Count > 0 || !_active.IsDrained) return Task.CompletedTask;
            return (_records ??= NewSignal()).Task.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Completes when what waits fills a batch.</summary>
    internal Task WhenBatchIsFull()
    {
        lock (_gate) return HasFullBatch ? Task.CompletedTask : (_batch ??= NewSignal()).Task;
    }

    // A segment takes no more once another is in use, and a former life's takes none at all: nothing is to be gained by waiting.
    private bool HasFullBatch =>
        _former.Count > 0 || _full.Count > 0 || _active.WaitingBytes >= _options.BatchBytes || _active.WaitingRecords >= _options.BatchRecords;

    /// <summary>The batch to send next, oldest first; the same one until it is acknowledged.</summary>
    internal SpoolBatch? TakeBatch()
    {
        SpoolSegment segment;
        lock (_gate) segment = _former.TryPeek(out var former) ? former : _full.TryPeek(out var full) ? full : _active;
        return segment.TakeBatch(_options.BatchBytes, _options.BatchRecords);
    }

    /// <summary>Metering has stored this batch.</summary>
    internal void Acknowledge(SpoolBatch batch)
    {
        SpoolSegment? removed = null;
        bool former;
        lock (_gate)
        {
            var segment = batch.Segment;
            segment.Acknowledge();
            former = _former.TryPeek(out var oldest) && oldest == segment;
            if (former && segment.IsDrained)
            {
                removed = _former.Dequeue();
            }
            else if (segment == _active && segment.IsDrained)
            {
                // At low load the same few pages serve for ever.
                segment.Restart(_next);
            }
            else if (_full.TryPeek(out var full) && full == segment && segment.IsDrained)
            {
                _full.Dequeue();
                if (SegmentCount >= _options.ReadySegments) removed = segment;
                else _spare.Push(segment);
                SignalRoom();
            }
        }

        removed?.Delete();
        if (former) return;
        Volatile.Write(ref _shipped, batch.LastRecord);
        Shipped?.Invoke(batch.LastRecord);
    }

    public void Dispose()
    {
        lock (_gate)
        {
            if (_disposed) return;
            _disposed = true;
            SpoolSegment[] all = [.. _former, .. _full, .. _spare, _active];
            foreach (var segment in all)
            {
                if (segment.IsDrained) segment.Delete();
                else segment.Dispose();
            }
        }

        _folder.Dispose();
        _growing.Dispose();
    }

    private void SignalRoom()
    {
        UpdateAccepting();
        var room = _room;
        _room = NewSignal();
        room.TrySetResult();
    }

    private void UpdateAccepting()
    {
        var accepting = _spare.Count > 0 || SegmentCount < _options.MaxSegments;
        if (accepting == _accepting) return;
        _accepting = accepting;
        if (accepting) LogAccepting();
        else LogNotAccepting(SegmentCount, _options.SegmentBytes);
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
