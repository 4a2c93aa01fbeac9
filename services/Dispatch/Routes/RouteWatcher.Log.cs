using Microsoft.Extensions.Logging;

namespace ScfAspire.Dispatch.Routes;

internal sealed partial class RouteWatcher
{
    [LoggerMessage(Message = "The catalog is not watched ({Reason}): routes are checked with the Api until it is")]
    private partial void LogLost(LogLevel level, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "The catalog is watched again")]
    private partial void LogBack();
}
