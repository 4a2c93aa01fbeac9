namespace ScfAspire.Dispatch.Leases;

/// <summary>What becomes of a lease after a call.</summary>
internal enum SlotEnd
{
    /// <summary>It goes on.</summary>
    Keep,

    /// <summary>It goes back to the Scheduler; the instance may be fine.</summary>
    GiveUp,

    /// <summary>The instance is gone or broken.</summary>
    Discard,
}
