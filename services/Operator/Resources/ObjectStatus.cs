namespace ScfAspire.Operator.Resources;

/// <summary>What the status of every kind has.</summary>
public record ObjectStatus
{
    public long ObservedGeneration { get; init; }

    public IReadOnlyList<Condition> Conditions { get; init; } = [];
}
