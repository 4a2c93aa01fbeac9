namespace ScfAspire.RuntimeAgent.WarmPool;

internal sealed partial class WarmProcesses
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "No generic {Key} process: {Reason}")]
    private partial void LogStartFailed(string key, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A ready {Key} process ended by itself.")]
    private partial void LogDied(string key);

    [LoggerMessage(Level = LogLevel.Error, Message = "A sandbox was not wholly removed.")]
    private partial void LogRemovalFailed(Exception failure);
}
