namespace ScfAspire.Api.Scf.Models;

/// <summary>Answer of Invoke and InvokeFunction.</summary>
public sealed class InvokeResponse : ScfResponse
{
    public required InvokeResultModel Result { get; init; }
}
