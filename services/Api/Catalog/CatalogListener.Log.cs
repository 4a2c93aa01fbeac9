namespace ScfAspire.Api.Catalog;

public sealed partial class CatalogListener
{
    [LoggerMessage(LogLevel.Warning, "Changes of the catalog cannot be followed for now: {Reason}")]
    private partial void LogLost(string reason);
}
