namespace ScfAspire.Operator.Resources;

/// <summary><c>ResourcePool</c> of <c>scfaspire.io/v1</c>.</summary>
public sealed record ResourcePoolObject : IApiObject<ResourcePoolObject>
{
    public static ApiKind Kind { get; } = new(ApiKind.OwnVersion, "ResourcePool", "resourcepools", Namespaced: false);

    public ObjectMetadata Metadata { get; init; } = new();

    public PoolSpec Spec { get; init; } = new();

    public ObjectStatus? Status { get; init; }

    public ObjectStatus? CommonStatus => Status;

    public sealed record PoolSpec
    {
        /// <summary><c>local</c>, <c>kubernetes</c>, <c>offline</c> or <c>remote</c>.</summary>
        public string Kind { get; init; } = "";

        public string? Cluster { get; init; }

        public string? Namespace { get; init; }
    }
}
