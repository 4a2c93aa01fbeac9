namespace ScfAspire.RuntimeAgent.Instances;

internal sealed partial class InstanceStarter
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "Instance {InstanceId} of {SpecId} did not start: {Reason}")]
    private partial void LogFailed(ulong instanceId, string specId, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Instance {InstanceId} was not wholly removed.")]
    private partial void LogRemovalFailed(Exception failure, ulong instanceId);
}
