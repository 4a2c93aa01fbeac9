using Microsoft.Extensions.Logging;

namespace ScfAspire.Dispatch.Invocations;

internal sealed partial class Dispatcher
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "No route for {Namespace}/{Function}: {Reason}")]
    private partial void LogNoRoute(string @namespace, string function, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Agent {AgentId} cannot be used: {Reason}")]
    private partial void LogUnreachable(string agentId, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "The link to agent {AgentId} met a fault")]
    private partial void LogLinkFault(Exception failure, string agentId);

    [LoggerMessage(Level = LogLevel.Debug, Message = "The caller of {RequestId} went away: {Reason}")]
    private partial void LogCallerGone(Guid requestId, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "{RequestId} never reached the function on {AgentId} (attempt {Attempt}): {Reason}")]
    private partial void LogNeverSaw(Guid requestId, string agentId, int attempt, string reason);
}
