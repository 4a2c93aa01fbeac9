using ScfAspire.Core.Functions;

namespace ScfAspire.Api.Functions;

/// <summary>A function to be made.</summary>
public sealed record CreateFunction
{
    public required string Namespace { get; init; }

    public required string FunctionName { get; init; }

    public FunctionKind Kind { get; init; }

    /// <summary>Name of the SCF interface, in any capitals.</summary>
    public string? Runtime { get; init; }

    public CodeSource? Code { get; init; }

    public FunctionSettings Settings { get; init; } = new();

    /// <summary>Function with asynchronous execution (up to 24 h); refused by this installation when true.</summary>
    public bool AsyncRun { get; init; }

    /// <summary>Tracing of asynchronous execution; needs <see cref="AsyncRun"/>.</summary>
    public bool Trace { get; init; }

    /// <summary><c>WS</c> to accept WebSocket (web functions only); empty otherwise.</summary>
    public string ProtocolType { get; init; } = "";
}
