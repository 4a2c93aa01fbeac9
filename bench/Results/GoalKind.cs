namespace ScfAspire.Bench.Results;

/// <summary>What of a figure a goal looks at.</summary>
internal enum GoalKind
{
    /// <summary>Figure divided by reference.</summary>
    RatioAtLeast,

    /// <inheritdoc cref="RatioAtLeast"/>
    RatioAtMost,

    /// <summary>Figure less reference.</summary>
    AddedAtMost,

    /// <summary>The figure itself.</summary>
    AtLeast,

    /// <inheritdoc cref="AtLeast"/>
    AtMost,
}
