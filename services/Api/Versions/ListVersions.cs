using ScfAspire.Core.Limits;

namespace ScfAspire.Api.Versions;

/// <summary>A listing of a function's versions; newest first unless ordered otherwise.</summary>
public sealed record ListVersions
{
    public required string Namespace { get; init; }

    public required string FunctionName { get; init; }

    public int Offset { get; init; }

    public int Limit { get; init; } = ScfLimits.PageSizeDefault;

    /// <summary><c>AddTime</c> (also when empty) or <c>ModTime</c>.</summary>
    public string OrderBy { get; init; } = "";

    public bool Ascending { get; init; }
}
