using ScfAspire.Api.Functions;

namespace ScfAspire.Api.Scf.Models;

/// <summary><c>Function</c>, an element of ListFunctions.</summary>
public sealed record FunctionModel
{
    public required string FunctionName { get; init; }

    public required string FunctionId { get; init; }

    public required string Namespace { get; init; }

    public required string Runtime { get; init; }

    public required string Type { get; init; }

    public required string Status { get; init; }

    public required string StatusDesc { get; init; }

    public required IReadOnlyList<StatusReason> StatusReasons { get; init; }

    public required string Description { get; init; }

    public required IReadOnlyList<VariableModel> Tags { get; init; }

    public required string AddTime { get; init; }

    public required string ModTime { get; init; }

    public int TotalProvisionedConcurrencyMem { get; init; }

    public int ReservedConcurrencyMem { get; init; }

    public string AsyncRunEnable { get; init; } = "FALSE";

    public string TraceEnable { get; init; } = "FALSE";
}
