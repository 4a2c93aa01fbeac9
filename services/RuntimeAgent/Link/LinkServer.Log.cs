namespace ScfAspire.RuntimeAgent.Link;

internal sealed partial class LinkServer
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "A link could not be accepted: {Reason}")]
    private static partial void LogNotAccepted(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A link from {From} was refused: {Reason}")]
    private static partial void LogNotSecured(ILogger logger, string from, string reason);
}
