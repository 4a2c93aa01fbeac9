namespace ScfAspire.Api.Catalog;

public sealed partial class CatalogReplicas
{
    [LoggerMessage(LogLevel.Warning, "Other replicas cannot be told that this one lives: {Reason}")]
    private partial void LogHeartbeatFailed(string reason);
}
