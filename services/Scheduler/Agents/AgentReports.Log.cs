namespace ScfAspire.Scheduler.Agents;

internal sealed partial class AgentReports
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "A report of agent {AgentId} in epoch {Epoch} is ignored: epoch {Current} has begun")]
    private partial void LogFormerLife(string agentId, long epoch, long current);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The report of agent {AgentId} could not be stored: {Reason}")]
    private partial void LogNotStored(string agentId, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Agent {AgentId}: {Reason}; {Count} instances are gone")]
    private partial void LogAgentGone(string agentId, string reason, int count);

    [LoggerMessage(Level = LogLevel.Information, Message = "Instance {InstanceId} of {SpecId} on {AgentId} is taken in again")]
    private partial void LogAdopted(ulong instanceId, string specId, string agentId);

    [LoggerMessage(Level = LogLevel.Information, Message = "Instance {InstanceId} of {SpecId} ended: {StatusCode} {Reason}")]
    private partial void LogEnded(ulong instanceId, string specId, int statusCode, string reason);
}
