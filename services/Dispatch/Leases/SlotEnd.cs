namespace ScfAspire.Dispatch.Leases;

/// <summary>What becomes of a lease after a call.</summary>
internal enum SlotEnd
{
    /// <summary>It goes on.</summary>
    Keep,

    /// <summary>It goes back to the Scheduler; the instance may be fine.</summary>
    GiveUp,

    /// <summary>The agent does not answer from here. Others may still reach it, so that the instance lives on; the slot rests until the lease's time is over.</summary>
    Lapse,

    /// <summary>The agent has said that the instance is gone.</summary>
    Discard,
}
