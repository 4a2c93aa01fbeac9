using Grpc.Core;
using ScfAspire.Api.Store;
using ScfAspire.Contracts.Internal.V1;

namespace ScfAspire.Api.Accounts;

/// <inheritdoc cref="IAccountService"/>
public sealed partial class AccountControl(ControlDatabase database, Capacity.CapacityClient capacity, TimeProvider time, ILogger<AccountControl> logger) : IAccountService
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    public async Task<AccountUsage> UsageAsync(CancellationToken cancellationToken)
    {
        var memory = MemoryAsync(cancellationToken);
        var rows = await database.QueryAsync<Row>(
            """
            SELECT n.name AS namespace, coalesce(array_agg(f.name ORDER BY f.name) FILTER (WHERE f.name IS NOT NULL), '{}') AS functions
            FROM control.namespace n LEFT JOIN control.function f ON f.namespace = n.name AND NOT f.deleting GROUP BY n.name ORDER BY n.name
            """,
            null,
            cancellationToken);
        return new([.. rows.Select(row => new NamespaceUsage(row.Namespace, row.Functions))], await memory);
    }

    // A Scheduler that is away must not hide the rest.
    private async Task<long> MemoryAsync(CancellationToken cancellationToken)
    {
        try
        {
            var answer = await capacity.GetCapacityAsync(new(), deadline: (time.GetUtcNow() + Patience).UtcDateTime, cancellationToken: cancellationToken);
            return answer.Agents.Sum(agent => agent.MemoryCapacityMb);
        }
        catch (RpcException e) when (!cancellationToken.IsCancellationRequested)
        {
            LogUnknown(e.Status.Detail);
            return 0;
        }
    }

    private sealed class Row
    {
        public string Namespace { get; init; } = "";

        public string[] Functions { get; init; } = [];
    }
}
