namespace ScfAspire.RuntimeAgent.Link;

internal sealed partial class LinkServer
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "A link could not be accepted: {Reason}")]
    private static partial void LogNotAccepted(ILogger logger, string reason);
}
