namespace ScfAspire.AppHost.Installations;

/// <summary>The installation cannot be opened or started; the message is one line in the user's terms.</summary>
public sealed class InstallationException : Exception
{
    public InstallationException(string message)
        : base(message)
    {
    }

    public InstallationException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
