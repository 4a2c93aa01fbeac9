using ScfAspire.Metering.Blocks;

namespace ScfAspire.Metering.Ingest;

/// <summary>New runs among which a second record of the same run is looked for, and where their records are.</summary>
internal sealed class PlannedSecond(SeenKey key)
{
    public SeenKey Key => key;

    public Dictionary<CallId, (PlannedBlock Block, int Index)> Here { get; } = [];
}
