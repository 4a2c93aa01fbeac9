namespace ScfAspire.RuntimeAgent.Link;

internal sealed partial class LinkSession
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "The link of {Dispatch} was refused: its proof or version is wrong.")]
    private partial void LogRefused(string dispatch);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The link of {Dispatch} broke the protocol: {Reason}")]
    private partial void LogProtocol(string dispatch, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Request {RequestId} met a fault of the agent.")]
    private partial void LogFault(Exception failure, Guid requestId);
}
