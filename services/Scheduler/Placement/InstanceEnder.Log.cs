namespace ScfAspire.Scheduler.Placement;

internal sealed partial class InstanceEnder
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "Agent {AgentId} could not be told to end instance {InstanceId}: {Reason}")]
    private partial void LogNotStopped(ulong instanceId, string agentId, string reason);
}
