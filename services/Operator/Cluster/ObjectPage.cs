namespace ScfAspire.Operator.Cluster;

/// <summary>A page of a listing.</summary>
public sealed record ObjectPage<T>
{
    public ListMetadata Metadata { get; init; } = new();

    public IReadOnlyList<T> Items { get; init; } = [];

    /// <summary>Of the listing.</summary>
    public sealed record ListMetadata
    {
        public string ResourceVersion { get; init; } = "";

        /// <summary>Empty on the last page.</summary>
        public string Continue { get; init; } = "";
    }
}
