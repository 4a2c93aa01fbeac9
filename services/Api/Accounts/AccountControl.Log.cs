namespace ScfAspire.Api.Accounts;

public sealed partial class AccountControl
{
    [LoggerMessage(1, LogLevel.Warning, "The memory of the agents is not known: {Reason}")]
    private partial void LogUnknown(string reason);
}
