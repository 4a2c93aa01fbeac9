namespace ScfAspire.Trigger.Gateway;

public sealed partial class GatewayHandler
{
    [LoggerMessage(1, LogLevel.Debug, "Request {RequestId}: the client is gone")]
    private partial void LogGone(Guid requestId);

    [LoggerMessage(2, LogLevel.Error, "Request {RequestId} failed in the gateway")]
    private partial void LogFault(Exception reason, Guid requestId);
}
