namespace ScfAspire.Operator.Resources;

/// <summary>An object of one of our kinds.</summary>
public interface IApiObject<TSelf>
    where TSelf : class, IApiObject<TSelf>
{
    /// <summary>Its kind.</summary>
    static abstract ApiKind Kind { get; }

    ObjectMetadata Metadata { get; }

    ObjectStatus? CommonStatus { get; }
}
