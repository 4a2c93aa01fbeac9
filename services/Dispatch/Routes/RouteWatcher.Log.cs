using Microsoft.Extensions.Logging;

namespace ScfAspire.Dispatch.Routes;

internal sealed partial class RouteWatcher
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "The watch of the catalog is lost ({Reason}): routes are checked with the Api until it is back")]
    private partial void LogLost(string reason);
}
