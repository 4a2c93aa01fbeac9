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

    /// <summary>Log text of one block at most, in UTF-16 units.</summary>
    public const int MaxBlockLogChars = 8 * 1024 * 1024;

    private readonly Dictionary<BlockKey, Dictionary<CallId, StoredRecord>> _groups = [];
    private readonly Dictionary<(SeenKey Key, CallId Id), BlockKey> _here = [];

    /// <summary>Runs to take out of stored blocks, by block.</summary>
    public Dictionary<(DateTimeOffset Bucket, long BlockId), HashSet<CallId>> Removals { get; } = [];

    public int Stored => _here.Count;

    public int Repeated { get; private set; }

    public int Superseded { get; private set; }

    public void Add(BlockKey key, StoredRecord record)
    {
        var second = new SeenKey(key.Namespace, key.Function, key.Bucket);
        if (_here.TryGetValue((second, record.Id), out var group))
        {
            if (record.Source != RecordSource.Agent || _groups[group][record.Id].Source == RecordSource.Agent)
            {
                Repeated++;
                return;
            }
            _groups[group].Remove(record.Id);
            Superseded++;
        }
        else if (seen.Find(second, record.Id) is { } stored)
        {
            if (record.Source != RecordSource.Agent || stored.Source == RecordSource.Agent)
            {
                Repeated++;
                return;
            }
            if (!Removals.TryGetValue((key.Bucket, stored.BlockId), out var removals))
                Removals.Add((key.Bucket, stored.BlockId), removals = []);
            removals.Add(record.Id);
            Superseded++;
        }
        if (!_groups.TryGetValue(key, out var records)) _groups.Add(key, records = []);
        records[record.Id] = record;
        _here[(second, record.Id)] = key;
    }

    /// <summary>The new blocks' records, cut to size.</summary>
    public IEnumerable<(BlockKey Key, List<StoredRecord> Records)> Blocks()
    {
        foreach (var (key, group) in _groups)
        {
            var records = new List<StoredRecord>(group.Count);
            var chars = 0;
            foreach (var record in group.Values.OrderBy(record => record.Message.StartUnixUs))
            {
                if (records.Count > 0 && (records.Count == MaxBlockRecords || chars + record.Message.Log.Length > MaxBlockLogChars))
                {
                    yield return (key, records);
                    records = [];
                    chars = 0;
                }
                records.Add(record);
                chars += record.Message.Log.Length;
            }
            if (records.Count > 0) yield return (key, records);
        }
    }

    public void CountInto(RollupAccumulator rollups)
    {
        foreach (var group in _groups.Values)
            foreach (var record in group.Values) rollups.Add(record.Message);
    }
}
