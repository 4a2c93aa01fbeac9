using ScfAspire.Api.Triggers;
using ScfAspire.Core.Errors;

namespace ScfAspire.Api.Scf.Models;

/// <summary>Fields of the actions on one trigger.</summary>
public sealed class TriggerRequest : FunctionRequest
{
    public string? TriggerName { get; init; }

    public string? Type { get; init; }

    public string? TriggerDesc { get; init; }

    /// <summary><c>OPEN</c> or <c>CLOSE</c>.</summary>
    public string? Enable { get; init; }

    public string? CustomArgument { get; init; }

    public string? Description { get; init; }

    public WriteTrigger ToWrite() => new()
    {
        Namespace = NamespaceOrDefault(),
        FunctionName = Function(),
        TriggerName = TriggerName ?? "",
        Type = Type ?? "",
        Description = TriggerDesc,
        Qualifier = string.IsNullOrEmpty(Qualifier) ? null : Qualifier,
        Enabled = IsOpen(),
        CustomArgument = CustomArgument,
        Comment = Description,
    };

    private bool? IsOpen() => Enable?.ToUpperInvariant() switch
    {
        null or "" => null,
        "OPEN" or "1" or "TRUE" => true,
        "CLOSE" or "0" or "FALSE" => false,
        _ => throw new ScfException(ScfErrorCode.InvalidEnable, $"Enable '{Enable}' must be OPEN or CLOSE."),
    };
}
