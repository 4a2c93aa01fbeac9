namespace ScfAspire.Api.Scf.Requests;

/// <summary>A body in memory and the share of a <see cref="BodyBudget"/> that it takes, if it is large.</summary>
internal readonly record struct HeldBody(byte[] Body, IDisposable? Share)
{
    public HeldBody()
        : this([], null)
    {
    }

    /// <summary>
    /// The signature fits. Code keeps its share until the answer has been sent, for what is made of it is no smaller; an event gives it up, as its
    /// function may run for long and is the caller's own.
    /// </summary>
    public void Verified(long bodyMax)
    {
        if (bodyMax < BodyLimits.Code) Share?.Dispose();
    }
}
