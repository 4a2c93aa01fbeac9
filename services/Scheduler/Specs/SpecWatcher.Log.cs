namespace ScfAspire.Scheduler.Specs;

internal sealed partial class SpecWatcher
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "The catalog cannot be watched: {Reason}")]
    private partial void LogLost(string reason);
}
