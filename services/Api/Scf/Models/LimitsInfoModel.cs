using ScfAspire.Api.Accounts;

namespace ScfAspire.Api.Scf.Models;

/// <summary><c>LimitsInfo</c> of the SCF interface. What the installation does not limit has the highest number.</summary>
public sealed record LimitsInfoModel(int NamespacesCount, IReadOnlyList<NamespaceLimitModel> Namespace)
{
    public const int Unlimited = int.MaxValue;

    public static LimitsInfoModel Of(AccountUsage usage) => new(Unlimited, [.. usage.Namespaces.Select(n => NamespaceLimitModel.Of(n.Namespace))]);
}
