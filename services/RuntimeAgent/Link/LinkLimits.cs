namespace ScfAspire.RuntimeAgent.Link;

/// <summary>Sizes of the agent's end of a link.</summary>
internal static class LinkLimits
{
    /// <summary>Bytes of DATA that Dispatch may send of one call before a WINDOW.</summary>
    public const uint InitialWindow = 256 * 1024;

    /// <summary>Read bytes of a request's body that are worth a WINDOW frame.</summary>
    public const int CreditStep = 64 * 1024;

    /// <summary>Bytes of an event: 6 MB, with room for what a trigger wraps around a body of that size.</summary>
    public const int MaxEventBytes = 16 * 1024 * 1024 - 1024;

    /// <summary>Time in which a new connection has to prove itself.</summary>
    public static readonly TimeSpan HelloLimit = TimeSpan.FromSeconds(10);
}
