namespace ScfAspire.Operator.Cluster;

public sealed partial class ObjectWatch<T>
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Listed {Count} {Plural}.")]
    private partial void LogListed(string plural, int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The watch of {Plural} broke; goes on in {Seconds} s: {Reason}")]
    private partial void LogBroken(string plural, double seconds, string reason);
}
