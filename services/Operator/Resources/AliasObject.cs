namespace ScfAspire.Operator.Resources;

/// <summary><c>Alias</c> of <c>scfaspire.io/v1</c>.</summary>
public sealed record AliasObject : IApiObject<AliasObject>
{
    public static ApiKind Kind { get; } = new(ApiKind.OwnVersion, "Alias", "aliases");

    public ObjectMetadata Metadata { get; init; } = new();

    public AliasSpec Spec { get; init; } = new();

    public AliasStatus? Status { get; init; }

    public ObjectStatus? CommonStatus => Status;

    public string AliasName => Spec.AliasName is { Length: > 0 } named ? named : Metadata.Name;

    public sealed record AliasSpec
    {
        public NameReference FunctionRef { get; init; } = new();

        public string? AliasName { get; init; }

        public string? Version { get; init; }

        public NameReference? VersionRef { get; init; }

        public string Description { get; init; } = "";

        public AdditionalSpec? Additional { get; init; }
    }

    public sealed record AdditionalSpec
    {
        public string? Version { get; init; }

        public NameReference? VersionRef { get; init; }

        /// <summary>Percent of the calls.</summary>
        public int? Weight { get; init; }

        public RuleSpec? Rule { get; init; }
    }

    public sealed record RuleSpec
    {
        public string Key { get; init; } = "";

        public string Method { get; init; } = "";

        public string Expression { get; init; } = "";
    }

    public sealed record AliasStatus : ObjectStatus
    {
        public string? Version { get; init; }

        public string? AdditionalVersion { get; init; }
    }
}
