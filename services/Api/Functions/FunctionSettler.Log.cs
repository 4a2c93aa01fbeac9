namespace ScfAspire.Api.Functions;

public sealed partial class FunctionSettler
{
    [LoggerMessage(LogLevel.Warning, "Revision {Revision} cannot be settled yet: {Reason}")]
    private partial void LogRetry(long revision, string reason);

    [LoggerMessage(LogLevel.Warning, "The sweep for leftovers failed and will be repeated: {Reason}")]
    private partial void LogSweepFailed(string reason);
}
