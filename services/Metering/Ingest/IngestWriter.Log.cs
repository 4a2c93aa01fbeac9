namespace ScfAspire.Metering.Ingest;

public sealed partial class IngestWriter
{
    [LoggerMessage(1, LogLevel.Warning, "A transaction of {Batches} batches failed; they are stored one by one")]
    private partial void LogGroupFailed(Exception reason, int batches);

    [LoggerMessage(2, LogLevel.Error, "{Batches} batches of records could not be stored; their senders keep them and send them again")]
    private partial void LogFailed(Exception reason, int batches);

    [LoggerMessage(3, LogLevel.Information, "Ingest has stopped")]
    private partial void LogStopped();
}
