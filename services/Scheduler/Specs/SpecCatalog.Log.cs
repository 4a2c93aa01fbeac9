namespace ScfAspire.Scheduler.Specs;

internal sealed partial class SpecCatalog
{
    [LoggerMessage(Level = LogLevel.Information, Message = "{SpecId} is superseded: {Count} instances end")]
    private partial void LogRetired(string specId, int count);

    [LoggerMessage(Level = LogLevel.Information, Message = "The control plane does not know {SpecId}: {Reason}")]
    private partial void LogUnknown(string specId, string reason);
}
