namespace ScfAspire.Scheduler.Leases;

internal sealed partial class DemandCoordinator
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "Demand for {SpecId} cannot be met while Redis is away: {Reason}")]
    private partial void LogStoreAway(string specId, string reason);

    [LoggerMessage(Level = LogLevel.Debug, Message = "{DispatchId} has gone while its demand was met")]
    private partial void LogSessionEnded(string dispatchId);

    [LoggerMessage(Level = LogLevel.Information, Message = "No instance of {SpecId}: {StatusCode} {Reason}")]
    private partial void LogRefused(string specId, int statusCode, string reason);
}
