using System.Collections.Concurrent;

namespace ScfAspire.Dispatch.Links;

/// <summary>One link per agent address, connected when first needed.</summary>
internal sealed class LinkPool(LinkConnector connector) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<Task<AgentLink>>> _links = new();

    /// <summary>A link that takes calls.</summary>
    /// <exception cref="LinkException">The agent cannot be reached.</exception>
    public ValueTask<AgentLink> GetAsync(string address, CancellationToken cancellationToken)
    {
        if (_links.TryGetValue(address, out var known) && known.IsValueCreated && known.Value is { IsCompletedSuccessfully: true } connected && connected.Result.TakesCalls)
            return new(connected.Result);
        return new(ConnectAsync(address, cancellationToken));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var lazy in _links.Values)
        {
            if (lazy.IsValueCreated && lazy.Value is { IsCompletedSuccessfully: true } link) await link.Result.DisposeAsync();
        }

        _links.Clear();
    }

    private async Task<AgentLink> ConnectAsync(string address, CancellationToken cancellationToken)
    {
        while (true)
        {
            var lazy = _links.GetOrAdd(address, static (address, connector) => new Lazy<Task<AgentLink>>(() => connector.ConnectAsync(address)), connector);
            AgentLink link;
            try
            {
                link = await lazy.Value.WaitAsync(cancellationToken);
            }
            catch (LinkException)
            {
                _links.TryRemove(KeyValuePair.Create(address, lazy));
                throw;
            }

            if (link.TakesCalls) return link;
            // It ends by itself once its open calls have; a new connection takes the new ones.
            _links.TryRemove(KeyValuePair.Create(address, lazy));
        }
    }
}
