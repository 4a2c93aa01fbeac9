using System.Runtime.InteropServices;
using ScfAspire.Contracts.Internal.V1;
using ScfAspire.Metering.Blocks;
using ScfAspire.Metering.Rollups;

namespace ScfAspire.Metering.Ingest;

/// <summary>
/// Decides what a set of records changes: which are new, which were stored before, and which of Dispatch's give way to the agent's.
/// Pure; the transaction reads what it needs and applies what it decides.
/// </summary>
public sealed class IngestPlan(SeenCalls seen)
{
    /// <summary>Records of one block at most: an open block is held in memory whole.</summary>
    public const int MaxBlockRecords = 4_096;

    /// <summary>Log text of one block at most, in bytes.</summary>
    public const int MaxBlockLogBytes = 8 * 1024 * 1024;

    private readonly Dictionary<BlockKey, PlannedBlock> _blocks = [];
    private readonly Dictionary<SeenKey, PlannedSecond> _seconds = [];
    private PlannedBlock? _latest;

    /// <summary>Runs to take out of stored blocks, by block.</summary>
    public Dictionary<(DateTimeOffset Bucket, long BlockId), HashSet<CallId>> Removals { get; } = [];

    public int Stored => _seconds.Values.Sum(second => second.Here.Count);

    public int Repeated { get; private set; }

    public int Superseded { get; private set; }

    public void Add(BlockKey key, RecordRow record)
    {
        var block = BlockOf(key);
        ref var here = ref CollectionsMarshal.GetValueRefOrAddDefault(block.Second.Here, record.Id, out var exists);
        if (exists)
        {
            if (record.Source != RecordSource.Agent || here.Block.Rows[here.Index]!.Source == RecordSource.Agent)
            {
                Repeated++;
                return;
            }
            here.Block.Rows[here.Index] = null;
            Superseded++;
        }
        else if (seen.Find(block.Second.Key, record.Id) is { } stored)
        {
            if (record.Source != RecordSource.Agent || stored.Source == RecordSource.Agent)
            {
                block.Second.Here.Remove(record.Id);
                Repeated++;
                return;
            }
            if (!Removals.TryGetValue((key.Bucket, stored.BlockId), out var removals))
                Removals.Add((key.Bucket, stored.BlockId), removals = []);
            removals.Add(record.Id);
            Superseded++;
        }
        here = (block, block.Rows.Count);
        block.Rows.Add(record);
    }

    /// <summary>The new blocks' records, cut to size.</summary>
    public IEnumerable<(BlockKey Key, List<RecordRow> Records)> Blocks()
    {
        foreach (var block in _blocks.Values)
        {
            var all = new List<RecordRow>(block.Rows.Count);
            foreach (var row in block.Rows)
                if (row is not null) all.Add(row);
            all.Sort((x, y) => x.StartUs.CompareTo(y.StartUs));
            var first = 0;
            var bytes = 0;
            for (var i = 0; i < all.Count; i++)
            {
                if (i > first && (i - first == MaxBlockRecords || bytes + all[i].Log.Length > MaxBlockLogBytes))
                {
                    yield return (block.Key, all[first..i]);
                    (first, bytes) = (i, 0);
                }
                bytes += all[i].Log.Length;
            }
            if (all.Count > first) yield return (block.Key, first == 0 ? all : all[first..]);
        }
    }

    public void CountInto(RollupAccumulator rollups)
    {
        foreach (var block in _blocks.Values)
            foreach (var row in block.Rows)
                if (row is not null) rollups.Add(row);
    }

    private PlannedBlock BlockOf(BlockKey key)
    {
        if (_latest?.Key == key) return _latest;
        if (!_blocks.TryGetValue(key, out var block))
        {
            var second = new SeenKey(key.Target.Namespace, key.Target.Function, key.Bucket);
            if (!_seconds.TryGetValue(second, out var planned)) _seconds.Add(second, planned = new PlannedSecond(second));
            _blocks.Add(key, block = new PlannedBlock(key, planned));
        }
        return _latest = block;
    }
}
