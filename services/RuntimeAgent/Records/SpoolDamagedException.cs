namespace ScfAspire.RuntimeAgent.Records;

/// <summary>A file of the spool cannot be read: its head is not what a spool writes.</summary>
internal sealed class SpoolDamagedException : Exception
{
    public SpoolDamagedException()
    {
    }

    public SpoolDamagedException(string message)
        : base(message)
    {
    }

    public SpoolDamagedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
