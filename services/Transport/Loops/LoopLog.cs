using Microsoft.Extensions.Logging;

namespace ScfAspire.Transport.Loops;

internal static partial class LoopLog
{
    [LoggerMessage(Level = LogLevel.Error, Message = "Work on the event loop failed.")]
    public static partial void Fault(ILogger logger, Exception fault);

    [LoggerMessage(Level = LogLevel.Error, Message = "A connection on the event loop met a fault and is closed.")]
    public static partial void ConnectionFault(ILogger logger, Exception fault);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A connection could not be accepted: {Reason}")]
    public static partial void NotAccepted(ILogger logger, string reason);
}
