namespace ScfAspire.Scheduler.Pools;

internal sealed partial class AgentStarter
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Agent {AgentId} has no room: {Reason}")]
    private partial void LogShortage(string agentId, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Agent {AgentId} cannot be asked for an instance: {Reason}")]
    private partial void LogUnreachable(string agentId, string reason);
}
