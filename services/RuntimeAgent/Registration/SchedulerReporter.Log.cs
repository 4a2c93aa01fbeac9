namespace ScfAspire.RuntimeAgent.Registration;

internal sealed partial class SchedulerReporter
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "The stream to the Scheduler ended: {Reason}")]
    private partial void LogBroken(string reason);
}
