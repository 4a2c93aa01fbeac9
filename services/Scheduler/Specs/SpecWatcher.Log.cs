namespace ScfAspire.Scheduler.Specs;

internal sealed partial class SpecWatcher
{
    [LoggerMessage(Message = "{Work} has stopped and is tried again: {Reason}")]
    private partial void LogLost(LogLevel level, string work, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Work} goes on")]
    private partial void LogBack(string work);
}
