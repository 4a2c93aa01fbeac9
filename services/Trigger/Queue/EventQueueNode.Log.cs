namespace ScfAspire.Trigger.Queue;

public sealed partial class EventQueueNode
{
    [LoggerMessage(1, LogLevel.Warning, "The queue's store cannot be opened yet, trying again: {Reason}")]
    private partial void LogNotYet(string reason);

    [LoggerMessage(2, LogLevel.Information, "The queue is stopping")]
    private partial void LogStopping();

    [LoggerMessage(3, LogLevel.Warning, "The events of this process could not be given back, others will take them over: {Reason}")]
    private partial void LogNotGivenBack(string reason);
}
