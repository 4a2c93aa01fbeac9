using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace ScfAspire.Dispatch.Routes;

internal sealed partial class RouteTable
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "The Api cannot be reached ({Status}): the last known route of {Namespace}/{Function} is used")]
    private partial void LogStale(StatusCode status, string @namespace, string function);
}
