using ScfAspire.Core.Limits;

namespace ScfAspire.Api.Namespaces;

/// <summary>A listing of namespaces.</summary>
public sealed record ListNamespaces
{
    /// <summary>Part of the name, any capitals.</summary>
    public string NamePart { get; init; } = "";

    /// <summary>Part of the description, any capitals.</summary>
    public string DescriptionPart { get; init; } = "";

    /// <summary><c>Name</c> (also when empty) or <c>Updatetime</c>.</summary>
    public string OrderBy { get; init; } = "";

    public bool Ascending { get; init; } = true;

    public int Offset { get; init; }

    public int Limit { get; init; } = ScfLimits.PageSizeDefault;
}
