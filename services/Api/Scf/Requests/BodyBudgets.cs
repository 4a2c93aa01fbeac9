namespace ScfAspire.Api.Scf.Requests;

/// <summary>
/// Bounds the memory that large bodies take, apart for callers of whom something is known and for others: who has no key can keep only those
/// waiting who do not show theirs before the body either.
/// </summary>
public sealed class BodyBudgets(TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>For requests whose key was found before their body is read (TC3).</summary>
    public BodyBudget Known { get; } = new(BodyLimits.Together, Patience, time);

    /// <summary>For forms, whose key and signature are fields of the body itself (v1).</summary>
    public BodyBudget Unknown { get; } = new(BodyLimits.Together, Patience, time);
}
