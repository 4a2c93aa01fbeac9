using Grpc.Core;

namespace ScfAspire.RuntimeAgent.Records;

internal sealed partial class RecordShipper
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "Metering has not stored batch {Epoch}/{Sequence} of {Count} records (attempt {Attempt}): {Status} {Detail}")]
    private partial void LogNotStored(long epoch, long sequence, int count, int attempt, string detail, StatusCode status);

    [LoggerMessage(Level = LogLevel.Information, Message = "Metering has stored batch {Epoch}/{Sequence} at attempt {Attempt}")]
    private partial void LogStoredAtLast(long epoch, long sequence, int attempt);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Bytes} bytes of records are left for the next start: Metering did not store them in time")]
    private partial void LogLeft(long bytes);
}
