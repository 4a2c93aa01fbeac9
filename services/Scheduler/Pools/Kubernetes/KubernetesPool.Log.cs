namespace ScfAspire.Scheduler.Pools.Kubernetes;

internal sealed partial class KubernetesPool
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Pool {Pool} has no pod for {SpecId}: {Reason}")]
    private partial void LogRefused(string pool, string specId, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Pod {Pod} of pool {Pool} was not named after its function: {Reason}")]
    private partial void LogNotClaimed(string pool, string pod, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Pod {Pod} of pool {Pool} could not be ended: {Reason}")]
    private partial void LogNotDeleted(string pool, string pod, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Pod {Pod} of pool {Pool}: {Reason}")]
    private partial void LogStanding(string pool, string pod, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "What became of pod {Pod} of pool {Pool} could not be stored: {Reason}")]
    private partial void LogNotStored(string pool, string pod, string reason);
}
