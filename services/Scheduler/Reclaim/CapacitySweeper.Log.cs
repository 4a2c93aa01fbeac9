namespace ScfAspire.Scheduler.Reclaim;

internal sealed partial class CapacitySweeper
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Instance {InstanceId} of {SpecId} was idle and ends")]
    private partial void LogReclaimed(ulong instanceId, string specId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Redis is away: {Reason}")]
    private partial void LogStoreAway(string reason);
}
