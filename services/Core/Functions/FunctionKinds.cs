using ScfAspire.Core.Errors;

namespace ScfAspire.Core.Functions;

/// <summary>The texts of <see cref="FunctionKind"/> on the wire.</summary>
public static class FunctionKinds
{
    public static string Text(this FunctionKind kind) => kind == FunctionKind.Http ? "HTTP" : "Event";

    /// <summary>Reads <c>Event</c> (also when absent) or <c>HTTP</c>, whatever the capitals.</summary>
    /// <exception cref="ScfException">Another text.</exception>
    public static FunctionKind Parse(string? text)
    {
        if (string.IsNullOrEmpty(text) || text.Equals("Event", StringComparison.OrdinalIgnoreCase)) return FunctionKind.Event;
        if (text.Equals("HTTP", StringComparison.OrdinalIgnoreCase)) return FunctionKind.Http;
        throw new ScfException(ScfErrorCode.InvalidType, $"Type '{text}' must be Event or HTTP.");
    }
}
