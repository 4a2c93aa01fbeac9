namespace ScfAspire.Contracts.Link;

/// <summary>What kind of function an INVOKE is for.</summary>
public enum InvokeMode : byte
{
    None = 0,
    Event = 1,
    Http = 2,
}
