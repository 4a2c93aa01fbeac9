using Microsoft.Extensions.Logging;

namespace ScfAspire.Dispatch.Leases;

internal sealed partial class SchedulerLink
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Leases come from the Scheduler again")]
    private partial void LogConnected();

    [LoggerMessage(Level = LogLevel.Warning, Message = "The Scheduler is lost ({Reason}): leases that are held go on")]
    private partial void LogLost(string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "No instance of {SpecId}: {StatusCode} {Message}")]
    private partial void LogRefused(string specId, int statusCode, string message);
}
