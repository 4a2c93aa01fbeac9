using ScfAspire.Core.Limits;

namespace ScfAspire.Api.Functions;

/// <summary>How asynchronous invocations are retried and kept.</summary>
/// <param name="RetryNum">Retries after a failure of the function, 0 to 2.</param>
/// <param name="MessageTtl">Seconds that an event may wait or be retried, 60 to 21600.</param>
public sealed record AsyncInvokeConfiguration(int RetryNum, int MessageTtl)
{
    public static AsyncInvokeConfiguration Default { get; } = new(ScfLimits.AsyncRetryDefault, ScfLimits.AsyncMessageTtlDefault);
}
