namespace ScfAspire.Metering.Blocks;

/// <summary>The classes by which the SCF interface filters logs.</summary>
public enum Outcome
{
    Succeeded,
    TimedOut,
    OverLimit,
    UserFailed,
    OtherFailure,
}
