namespace ScfAspire.Scheduler.Pools.Kubernetes;

internal sealed partial class PodWatch
{
    [LoggerMessage(Message = "The watch of pool {Pool}'s pods has stopped and is opened again: {Reason}")]
    private partial void LogBroken(LogLevel level, string pool, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Pool {Pool} knows its {Count} pods")]
    private partial void LogListed(string pool, int count);
}
