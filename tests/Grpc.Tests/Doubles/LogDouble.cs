using System.Runtime.CompilerServices;
using System.Threading.Channels;
using ScfAspire.Api.Logs;
using ScfAspire.Contracts.Internal.V1;

namespace ScfAspire.Grpc.Tests.Doubles;

/// <summary>Records in memory.</summary>
public sealed class LogDouble : IInvocationLog
{
    public List<ListRecordsRequest> Queries { get; } = [];

    public List<InvocationRecord> Records { get; } = [];

    public HashSet<Guid> Pending { get; } = [];

    public Channel<InvocationRecord> Live { get; } = Channel.CreateUnbounded<InvocationRecord>();

    public Task<ListRecordsResponse> ListAsync(ListRecordsRequest query, CancellationToken cancellationToken)
    {
        Queries.Add(query);
        var all = Records.Where(r => query.RequestId.IsEmpty || r.RequestId.Equals(query.RequestId)).ToList();
        return Task.FromResult(new ListRecordsResponse { Records = { all.Skip(query.Offset).Take(query.Limit) }, TotalCount = all.Count });
    }

    public async IAsyncEnumerable<InvocationRecord> FollowAsync(FollowRecordsRequest query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var record in Live.Reader.ReadAllAsync(cancellationToken)) yield return record;
    }

    public Task<bool> IsPendingAsync(Guid requestId, CancellationToken cancellationToken) => Task.FromResult(Pending.Contains(requestId));
}
