using ScfAspire.Api.Functions;
using ScfAspire.Core.Limits;

namespace ScfAspire.Api.Triggers;

/// <summary>A listing of a function's triggers; last changed first unless ordered otherwise.</summary>
public sealed record ListTriggers
{
    public required string Namespace { get; init; }

    public required string FunctionName { get; init; }

    public int Offset { get; init; }

    public int Limit { get; init; } = ScfLimits.PageSizeDefault;

    /// <summary><c>add_time</c> or <c>mod_time</c> (also when empty).</summary>
    public string OrderBy { get; init; } = "";

    public bool Ascending { get; init; }

    /// <summary>On <c>Type</c>, <c>Qualifier</c>, <c>TriggerName</c> or <c>Description</c>.</summary>
    public IReadOnlyList<ListFilter> Filters { get; init; } = [];
}
