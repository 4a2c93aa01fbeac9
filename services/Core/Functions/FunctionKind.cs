namespace ScfAspire.Core.Functions;

/// <summary>The function's <c>Type</c> in the SCF interface; fixed at creation.</summary>
public enum FunctionKind
{
    /// <summary>JSON event in, JSON out.</summary>
    Event,

    /// <summary>Web function: raw HTTP to a server on port 9000 in the sandbox.</summary>
    Http,
}
