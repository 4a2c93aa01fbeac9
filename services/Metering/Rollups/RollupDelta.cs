namespace ScfAspire.Metering.Rollups;

/// <summary>What one transaction adds to a rollup row; takes away where a record gave way to another.</summary>
public sealed class RollupDelta
{
    public long Invocations { get; set; }

    public long DurationUs { get; set; }

    public long BilledMs { get; set; }

    /// <summary>Configured memory in MB times billed milliseconds: whole numbers, so that corrections leave no remainder.</summary>
    public long BilledMbMs { get; set; }

    /// <summary>Sum of the memory used, in bytes.</summary>
    public long MemoryBytes { get; set; }

    /// <summary>Most memory used, in bytes. A correction does not lower it.</summary>
    public long MaxMemory { get; set; }

    public long ColdStarts { get; set; }

    public long ColdStartUs { get; set; }

    public long ResponseBytes { get; set; }

    /// <summary>What the functions printed, with the start of an instance in its encoded form; the platform's own lines do not count.</summary>
    public long LogBytes { get; set; }
}
