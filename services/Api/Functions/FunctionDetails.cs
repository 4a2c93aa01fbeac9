using ScfAspire.Api.Triggers;

namespace ScfAspire.Api.Functions;

/// <summary>One function version.</summary>
public sealed record FunctionDetails : FunctionSummary
{
    /// <summary><c>$LATEST</c> or a number.</summary>
    public required string Version { get; init; }

    /// <summary>What was asked for: a version, or the alias that led to it.</summary>
    public required string Qualifier { get; init; }

    /// <summary>Grows with each change of code or configuration of this version.</summary>
    public required int Generation { get; init; }

    /// <summary>Revision of the control plane at the last change of the function; serves as its etag.</summary>
    public required long Revision { get; init; }

    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>Lower-case hex.</summary>
    public required string CodeSha256 { get; init; }

    /// <summary>Bytes of the zip.</summary>
    public required long CodeSize { get; init; }

    public required AsyncInvokeConfiguration AsyncInvoke { get; init; }

    /// <summary>Triggers of the function, whatever version they are bound to.</summary>
    public IReadOnlyList<TriggerDetails> Triggers { get; init; } = [];
}
