using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using ScfAspire.Contracts.Internal.V1;

namespace ScfAspire.Api.Catalog;

/// <summary>One connected Dispatch (or another reader of the catalog).</summary>
[SuppressMessage("Design", "CA1001", Justification = "A laggard's second may end after its stream has; the source holds no timer, so nothing is left behind.")]
public sealed class CatalogWatcher(string name)
{
    private readonly Channel<WatchResponse> _pending = Channel.CreateUnbounded<WatchResponse>(new() { SingleReader = true });
    private readonly CancellationTokenSource _cut = new();

    public string Name { get; } = name;

    /// <summary>Highest revision that it serves.</summary>
    public long Acknowledged { get; private set; }

    /// <summary>Cancelled when the watcher was too slow and its stream must end.</summary>
    public CancellationToken Cut => _cut.Token;

    public void Send(WatchResponse message) => _pending.Writer.TryWrite(message);

    public IAsyncEnumerable<WatchResponse> ReadAllAsync(CancellationToken cancellationToken) => _pending.Reader.ReadAllAsync(cancellationToken);

    public void Complete() => _pending.Writer.TryComplete();

    public void CutOff() => _cut.Cancel();

    internal void Acknowledge(long revision) => Acknowledged = Math.Max(Acknowledged, revision);
}
