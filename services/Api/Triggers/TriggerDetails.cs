namespace ScfAspire.Api.Triggers;

/// <summary>A stored trigger.</summary>
public sealed record TriggerDetails
{
    public required string FunctionId { get; init; }

    public required string Namespace { get; init; }

    public required string FunctionName { get; init; }

    public required string TriggerName { get; init; }

    /// <summary>Lower case.</summary>
    public required string Type { get; init; }

    public required string Qualifier { get; init; }

    public required bool Enabled { get; init; }

    /// <summary>The description as it is given out: for <c>http</c> JSON with the URLs filled in.</summary>
    public required string Description { get; init; }

    /// <summary>Base URL of an <c>http</c> trigger; empty otherwise.</summary>
    public string Url { get; init; } = "";

    public string CustomArgument { get; init; } = "";

    /// <summary>Free text.</summary>
    public string Comment { get; init; } = "";

    public required DateTimeOffset AddTime { get; init; }

    public required DateTimeOffset ModTime { get; init; }
}
