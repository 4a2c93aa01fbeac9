namespace ScfAspire.Operator.Resources;

/// <summary>One condition of an object.</summary>
public sealed record Condition
{
    public const string Ready = "Ready";
    public const string True = "True";
    public const string False = "False";
    public const string Unknown = "Unknown";

    public string Type { get; init; } = "";

    public string Status { get; init; } = "";

    public long ObservedGeneration { get; init; }

    public DateTimeOffset LastTransitionTime { get; init; }

    public string Reason { get; init; } = "";

    public string Message { get; init; } = "";
}
