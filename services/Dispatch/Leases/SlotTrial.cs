namespace ScfAspire.Dispatch.Leases;

/// <summary>For a moment another number of slots is used than before.</summary>
/// <param name="before">The limit before it.</param>
/// <param name="from">Slots that were used.</param>
/// <param name="to">Slots that are.</param>
/// <param name="perSecond">Answers before it.</param>
/// <param name="since">Timestamp of its beginning.</param>
internal sealed class SlotTrial(int before, int from, int to, double perSecond, long since)
{
    public int Before => before;

    public int From => from;

    public int To => to;

    public bool IsUp => to > from;

    public double PerSecond => perSecond;

    public long Since => since;

    /// <summary>Windows that have passed with all of its slots there.</summary>
    public int Windows { get; set; }
}
