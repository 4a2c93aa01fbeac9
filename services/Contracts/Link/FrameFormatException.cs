namespace ScfAspire.Contracts.Link;

/// <summary>Bytes that are no frame of the protocol, or a message that does not fit one. The connection that carried them cannot go on.</summary>
public sealed class FrameFormatException : Exception
{
    public FrameFormatException()
    {
    }

    public FrameFormatException(string message)
        : base(message)
    {
    }

    public FrameFormatException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
