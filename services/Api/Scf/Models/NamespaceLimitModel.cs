using ScfAspire.Core.Limits;

namespace ScfAspire.Api.Scf.Models;

/// <summary><c>NamespaceLimit</c> of the SCF interface. Times are seconds.</summary>
public sealed record NamespaceLimitModel(
    int FunctionsCount, TriggerCountModel Trigger, string Namespace, int ConcurrentExecutions, int TimeoutLimit, int TestModelLimit, int InitTimeoutLimit, int RetryNumLimit,
    int MinMsgTTL, int MaxMsgTTL)
{
    public static NamespaceLimitModel Of(string @namespace) => new(
        LimitsInfoModel.Unlimited,
        TriggerCountModel.Limit,
        @namespace,
        LimitsInfoModel.Unlimited,
        ScfLimits.TimeoutMax,
        // There are no test events.
        0,
        ScfLimits.InitTimeoutMax,
        ScfLimits.AsyncRetryMax,
        ScfLimits.AsyncMessageTtlMin,
        ScfLimits.AsyncMessageTtlMax);
}
