using ScfAspire.Metering.Blocks;

namespace ScfAspire.Metering.Ingest;

/// <summary>New records that share a block key.</summary>
internal sealed class PlannedBlock(BlockKey key, PlannedSecond second)
{
    public BlockKey Key => key;

    public PlannedSecond Second => second;

    /// <summary>Null where a record gave way to another.</summary>
    public List<RecordRow?> Rows { get; } = [];
}
