namespace ScfAspire.Api.Accounts;

/// <summary>What the installation holds and may hold.</summary>
public interface IAccountService
{
    Task<AccountUsage> UsageAsync(CancellationToken cancellationToken);
}
