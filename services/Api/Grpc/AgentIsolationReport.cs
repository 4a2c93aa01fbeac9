using Grpc.Core;
using ScfAspire.Contracts.Internal.V1;

namespace ScfAspire.Api.Grpc;

/// <summary>Asks the Scheduler what its agents report; an answer counts for ten seconds. A Scheduler that is away makes the answer empty, not an error.</summary>
public sealed partial class AgentIsolationReport(Capacity.CapacityClient capacity, TimeProvider time, ILogger<AgentIsolationReport> logger) : IIsolationReport
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private sealed record Answer(string Text, DateTimeOffset Until);

    private Answer? _last;

    public async ValueTask<string> CurrentAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (Volatile.Read(ref _last) is { } last && now < last.Until) return last.Text;
        try
        {
            var answer = await capacity.GetCapacityAsync(new(), deadline: now.UtcDateTime + Patience, cancellationToken: cancellationToken);
            var text = string.Join(", ", answer.Agents.Select(a => a.Isolation).Where(i => i.Length > 0).Distinct().Order(StringComparer.Ordinal));
            Volatile.Write(ref _last, new(text, now + Fresh));
            return text;
        }
        catch (RpcException exception) when (!cancellationToken.IsCancellationRequested)
        {
            LogUnknown(exception.Status.Detail);
            return "";
        }
    }
}
