namespace ScfAspire.Operator.Resources;

/// <summary><c>Trigger</c> of <c>scfaspire.io/v1</c>.</summary>
public sealed record TriggerObject : IApiObject<TriggerObject>
{
    public static ApiKind Kind { get; } = new(ApiKind.OwnVersion, "Trigger", "triggers");

    public ObjectMetadata Metadata { get; init; } = new();

    public TriggerSpec Spec { get; init; } = new();

    public TriggerStatus? Status { get; init; }

    public ObjectStatus? CommonStatus => Status;

    public string TriggerName => Spec.TriggerName is { Length: > 0 } named ? named : Metadata.Name;

    public sealed record TriggerSpec
    {
        public NameReference FunctionRef { get; init; } = new();

        public string? TriggerName { get; init; }

        public string Type { get; init; } = "http";

        public string Qualifier { get; init; } = "$LATEST";

        public bool Enabled { get; init; } = true;

        public string Description { get; init; } = "";

        public HttpSpec Http { get; init; } = new();
    }

    public sealed record HttpSpec
    {
        /// <summary><c>NONE</c> or <c>CAM</c>.</summary>
        public string AuthType { get; init; } = "NONE";
    }

    public sealed record TriggerStatus : ObjectStatus
    {
        public string? Url { get; init; }
    }
}
