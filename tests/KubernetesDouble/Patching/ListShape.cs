namespace ScfAspire.KubernetesDouble.Patching;

/// <summary>How the value of a field is merged and owned.</summary>
internal sealed record ListShape
{
    /// <summary>As a whole.</summary>
    public static readonly ListShape Atomic = new();

    /// <summary>An object, field by field.</summary>
    public static readonly ListShape Granular = new();

    /// <summary>A list whose items are values.</summary>
    public static readonly ListShape Set = new();

    /// <summary>Fields that tell one item of the list from another; empty for the other shapes.</summary>
    public IReadOnlyList<string> Keys { get; private init; } = [];

    public bool IsMap => Keys.Count > 0;

    public static ListShape Map(IReadOnlyList<string> keys) => new() { Keys = keys };
}
