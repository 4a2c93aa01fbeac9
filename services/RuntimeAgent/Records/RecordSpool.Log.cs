
namespace ScfAspire.RuntimeAgent.Records;

internal sealed partial class RecordSpool
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Records of a former run wait in {Path}: {Bytes} bytes are sent first")]
    private partial void LogFormerFound(string path, int bytes);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Metering does not keep up: the record spool has grown to {Segments} segments")]
    private partial void LogGrown(int segments);

    [LoggerMessage(Level = LogLevel.Error, Message = "The record spool cannot grow")]
    private partial void LogGrowthFailed(Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "The record spool is at its limit of {Segments} segments of {SegmentBytes} bytes: invocations are refused with 500 until Metering stores what waits")]
    private partial void LogNotAccepting(int segments, int segmentBytes);

    [LoggerMessage(Level = LogLevel.Information, Message = "The record spool has room again: invocations are accepted")]
    private partial void LogAccepting();

    [LoggerMessage(Level = LogLevel.Error, Message = "A record was refused: all {Segments} segments are full, {Bytes} bytes wait for Metering")]
    private partial void LogRefused(int segments, long bytes);
}
