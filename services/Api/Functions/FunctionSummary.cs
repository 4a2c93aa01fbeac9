using ScfAspire.Core.Functions;

namespace ScfAspire.Api.Functions;

/// <summary>One row of a listing: <c>$LATEST</c> of a function.</summary>
public record FunctionSummary
{
    /// <summary>Stable over the life of the function; a re-created function has another.</summary>
    public required string FunctionId { get; init; }

    public required string Namespace { get; init; }

    public required string FunctionName { get; init; }

    public required FunctionKind Kind { get; init; }

    /// <summary>Official name.</summary>
    public required string Runtime { get; init; }

    /// <summary>Who writes it.</summary>
    public FunctionOwner Owner { get; init; }

    public required FunctionStatus Status { get; init; }

    public IReadOnlyList<StatusReason> StatusReasons { get; init; } = [];

    public required FunctionConfiguration Configuration { get; init; }

    public required DateTimeOffset AddTime { get; init; }

    public required DateTimeOffset ModTime { get; init; }
}
