namespace ScfAspire.Metering.Blocks;

/// <summary>Puts status codes of the SCF interface into classes.</summary>
public static class Outcomes
{
    public static Outcome Of(int statusCode) => statusCode switch
    {
        200 => Outcome.Succeeded,
        433 => Outcome.TimedOut,
        429 or 432 or 434 or 449 => Outcome.OverLimit,
        430 or 443 => Outcome.UserFailed,
        _ => Outcome.OtherFailure,
    };
}
