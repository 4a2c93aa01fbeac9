using ScfAspire.Core.Limits;

namespace ScfAspire.Api.Functions;

/// <summary>A listing of a namespace's functions.</summary>
public sealed record ListFunctions
{
    public required string Namespace { get; init; }

    /// <summary>Part of the name, any capitals.</summary>
    public string SearchKey { get; init; } = "";

    /// <summary>Part of the description, any capitals.</summary>
    public string Description { get; init; } = "";

    /// <summary><c>AddTime</c>, <c>ModTime</c> or <c>FunctionName</c>.</summary>
    public string OrderBy { get; init; } = "";

    public bool Ascending { get; init; }

    public int Offset { get; init; }

    public int Limit { get; init; } = ScfLimits.PageSizeDefault;

    /// <summary>Joined by "and"; the values of one by "or".</summary>
    public IReadOnlyList<ListFilter> Filters { get; init; } = [];
}
