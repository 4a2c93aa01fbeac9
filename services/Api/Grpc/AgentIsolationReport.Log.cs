namespace ScfAspire.Api.Grpc;

public sealed partial class AgentIsolationReport
{
    [LoggerMessage(Level = LogLevel.Debug, Message = "The Scheduler did not say which isolation is in force: {Reason}")]
    private partial void LogUnknown(string reason);
}
