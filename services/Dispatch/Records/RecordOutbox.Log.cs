using Microsoft.Extensions.Logging;

namespace ScfAspire.Dispatch.Records;

internal sealed partial class RecordOutbox
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "Metering did not store {Count} records, they are sent again: {Reason}")]
    private partial void LogNotStored(int count, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "A record was dropped: too many wait for Metering")]
    private static partial void RecordDropped(ILogger logger);
}
