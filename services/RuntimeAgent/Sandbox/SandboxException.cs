namespace ScfAspire.RuntimeAgent.Sandbox;

/// <summary>A sandbox cannot be made; the message says which step failed and why, in one line.</summary>
public sealed class SandboxException : Exception
{
    public SandboxException()
    {
    }

    public SandboxException(string message)
        : base(message)
    {
    }

    public SandboxException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
