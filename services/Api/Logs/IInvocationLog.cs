using ScfAspire.Contracts.Internal.V1;
using ScfAspire.Core.Errors;

namespace ScfAspire.Api.Logs;

/// <summary>Records of past invocations, as Metering keeps them. Throws <see cref="ScfException"/> when the function does not exist.</summary>
public interface IInvocationLog
{
    Task<ListRecordsResponse> ListAsync(ListRecordsRequest query, CancellationToken cancellationToken);

    /// <summary>Records as they are committed, from a time on, until cancelled.</summary>
    IAsyncEnumerable<InvocationRecord> FollowAsync(FollowRecordsRequest query, CancellationToken cancellationToken);

    /// <summary>The asynchronous event of this id is queued or running.</summary>
    Task<bool> IsPendingAsync(Guid requestId, CancellationToken cancellationToken);
}
