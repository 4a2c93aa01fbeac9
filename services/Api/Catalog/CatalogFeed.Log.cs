namespace ScfAspire.Api.Catalog;

public sealed partial class CatalogFeed
{
    [LoggerMessage(LogLevel.Information, "{Watcher} watches the catalog: resumes at {Resume}, head is {Head}")]
    private partial void LogConnected(string watcher, long resume, long head);

    [LoggerMessage(LogLevel.Warning, "{Watcher} is cut off: it did not acknowledge revision {Revision} in time, only {Acknowledged}")]
    private partial void LogCutOff(string watcher, long revision, long acknowledged);
}
