namespace ScfAspire.Trigger.Queue.Running;

public sealed partial class EventRunner
{
    [LoggerMessage(1, LogLevel.Information, "Event {RequestId} is given back unfinished")]
    private partial void LogGivenBack(Guid requestId);

    [LoggerMessage(2, LogLevel.Error, "Event {RequestId} could not be invoked; it is tried again in a minute")]
    private partial void LogFault(Exception reason, Guid requestId);

    [LoggerMessage(3, LogLevel.Warning, "The retry settings for event {RequestId} cannot be had, the defaults apply: {Reason}")]
    private partial void LogNoRoute(Guid requestId, string reason);

    [LoggerMessage(4, LogLevel.Warning, "Event {RequestId} of {Namespace}/{Function} has ended without success: {Reason}, last status {StatusCode}")]
    private partial void LogDead(Guid requestId, string @namespace, string function, string reason, int statusCode);
}
