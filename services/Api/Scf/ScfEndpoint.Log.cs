namespace ScfAspire.Api.Scf;

public sealed partial class ScfEndpoint
{
    [LoggerMessage(LogLevel.Error, "Request {RequestId} failed")]
    private partial void LogFailed(Exception exception, Guid requestId);
}
