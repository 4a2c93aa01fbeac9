namespace ScfAspire.Api.Grpc;

public sealed partial class PublicCallInterceptor
{
    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} failed")]
    private partial void LogFailed(string method, Exception exception);
}
