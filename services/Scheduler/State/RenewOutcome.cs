namespace ScfAspire.Scheduler.State;

internal enum RenewOutcome
{
    /// <summary>The slots belong to another holder by now.</summary>
    Taken = -1,

    /// <summary>No such instance is known (yet, when the state was lost).</summary>
    Unknown = 0,

    Renewed = 1,
}
