namespace ScfAspire.Scheduler.Agents;

internal sealed partial class AgentRegistryService
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Agent {AgentId} (epoch {Epoch}, pool {Pool}) reports")]
    private partial void LogConnected(string agentId, long epoch, string pool);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Agent {AgentId} has disconnected: {Reason}")]
    private partial void LogDisconnected(string agentId, string reason);
}
