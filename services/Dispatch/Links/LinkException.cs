namespace ScfAspire.Dispatch.Links;

/// <summary>An agent cannot be reached or is not who it must be; nothing was sent to it.</summary>
internal sealed class LinkException : Exception
{
    public LinkException()
    {
    }

    public LinkException(string message)
        : base(message)
    {
    }

    public LinkException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
