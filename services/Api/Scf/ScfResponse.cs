namespace ScfAspire.Api.Scf;

/// <summary>The answer of an action; actions that answer more derive from it.</summary>
public class ScfResponse
{
    public string RequestId { get; set; } = "";
}
