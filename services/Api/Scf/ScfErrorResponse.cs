namespace ScfAspire.Api.Scf;

/// <summary>The answer of an action that failed.</summary>
public sealed class ScfErrorResponse(string code, string message) : ScfResponse
{
    public ScfErrorBody Error { get; } = new(code, message);
}
