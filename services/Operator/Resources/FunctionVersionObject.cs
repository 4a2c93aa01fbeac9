namespace ScfAspire.Operator.Resources;

/// <summary><c>FunctionVersion</c> of <c>scfaspire.io/v1</c>.</summary>
public sealed record FunctionVersionObject : IApiObject<FunctionVersionObject>
{
    public static ApiKind Kind { get; } = new(ApiKind.OwnVersion, "FunctionVersion", "functionversions");

    public ObjectMetadata Metadata { get; init; } = new();

    public VersionSpec Spec { get; init; } = new();

    public VersionStatus? Status { get; init; }

    public ObjectStatus? CommonStatus => Status;

    public sealed record VersionSpec
    {
        public NameReference FunctionRef { get; init; } = new();

        public string Description { get; init; } = "";
    }

    public sealed record VersionStatus : ObjectStatus
    {
        /// <summary>Its number.</summary>
        public string? Version { get; init; }

        public string? CodeSha256 { get; init; }
    }
}
