using ScfAspire.Contracts.Internal.V1;
using ScfAspire.Metering.Blocks;

namespace ScfAspire.Metering.Ingest;

/// <summary>
/// Which runs the recent blocks hold, so that a batch need not read back what was just written. Only a copy: before each use the writer
/// lists the blocks that exist and reads those that are not in here, whoever wrote them. Not for concurrent use.
/// </summary>
public sealed class SeenCalls(int capacity = 400_000)
{
    private sealed class Second
    {
        public HashSet<long> Blocks { get; } = [];

        public Dictionary<CallId, SeenCall> Calls { get; } = [];

        public required LinkedListNode<SeenKey> Age { get; init; }
    }

    private readonly Dictionary<SeenKey, Second> _seconds = [];
    private readonly LinkedList<SeenKey> _ages = new();
    private int _count;

    public bool Knows(SeenKey key, long blockId) => _seconds.TryGetValue(key, out var second) && second.Blocks.Contains(blockId);

    public SeenCall? Find(SeenKey key, CallId id) =>
        _seconds.TryGetValue(key, out var second) && second.Calls.TryGetValue(id, out var call) ? call : null;

    /// <summary>Takes in what a stored block holds.</summary>
    public void Add(SeenKey key, long blockId, ReadOnlySpan<byte> ids)
    {
        if (!_seconds.TryGetValue(key, out var second))
            _seconds.Add(key, second = new Second { Age = _ages.AddLast(key) });
        else
        {
            _ages.Remove(second.Age);
            _ages.AddLast(second.Age);
        }
        second.Blocks.Add(blockId);
        for (var i = 0; i < IdColumn.Count(ids); i++)
        {
            var (id, source) = IdColumn.Read(ids, i);
            if (!second.Calls.TryGetValue(id, out var known)) _count++;
            else if (known.Source == RecordSource.Agent) continue;
            second.Calls[id] = new SeenCall(source, blockId);
        }
    }

    /// <summary>Lets the longest unused seconds go once there are too many. Called between transactions only.</summary>
    public void Trim()
    {
        while (_count > capacity && _ages.First is { } oldest)
        {
            _count -= _seconds[oldest.Value].Calls.Count;
            _seconds.Remove(oldest.Value);
            _ages.RemoveFirst();
        }
    }

    /// <summary>Forgets everything: what the last transaction did is not known.</summary>
    public void Clear()
    {
        _seconds.Clear();
        _ages.Clear();
        _count = 0;
    }
}
