namespace ScfAspire.Api.Store;

public sealed partial class ControlSchema
{
    [LoggerMessage(LogLevel.Information, "Waiting for Postgres: {Reason}")]
    private partial void LogWaiting(string reason);

    [LoggerMessage(LogLevel.Information, "Applied {Script} to the control schema")]
    private partial void LogApplied(string script);
}
