namespace ScfAspire.Operator.Resources;

/// <summary><c>Function</c> of <c>scfaspire.io/v1</c>; the definition is in <c>deploy/crds</c>.</summary>
public sealed record FunctionObject : IApiObject<FunctionObject>
{
    /// <summary>Annotation by which an object takes over a function that was written through the API.</summary>
    public const string Adopt = "scfaspire.io/adopt";

    public static ApiKind Kind { get; } = new(ApiKind.OwnVersion, "Function", "functions");

    public ObjectMetadata Metadata { get; init; } = new();

    public FunctionSpec Spec { get; init; } = new();

    public FunctionObjectStatus? Status { get; init; }

    public ObjectStatus? CommonStatus => Status;

    /// <summary>Name by which the platform knows it.</summary>
    public string FunctionName => Spec.FunctionName is { Length: > 0 } named ? named : Metadata.Name;
}
