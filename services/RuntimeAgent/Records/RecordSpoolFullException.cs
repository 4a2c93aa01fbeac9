namespace ScfAspire.RuntimeAgent.Records;

/// <summary>No record can be kept: Metering has not stored what waits, and the spool may not or cannot grow. Answer the call with 500.</summary>
internal sealed class RecordSpoolFullException : Exception
{
    public RecordSpoolFullException()
    {
    }

    public RecordSpoolFullException(string message)
        : base(message)
    {
    }

    public RecordSpoolFullException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
