using System.Collections.Concurrent;

namespace ScfAspire.Dispatch.Links;

/// <summary>One link per agent and address, connected when first needed.</summary>
internal sealed class LinkPool(LinkConnector connector) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<AgentAddress, Lazy<Task<AgentLink>>> _links = new();

    /// <summary>A link that takes calls.</summary>
    /// <exception cref="LinkException">The agent cannot be reached.</exception>
    public ValueTask<AgentLink> GetAsync(AgentAddress address, CancellationToken cancellationToken)
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

    private async Task<AgentLink> OpenAsync(AgentAddress address)
    {
        var link = await connector.ConnectAsync(address);
        _ = ForgetAsync(address, link);
        return link;
    }

    // Agents come and go for as long as this process lives.
    private async Task ForgetAsync(AgentAddress address, AgentLink link)
    {
        await link.Closed.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_links.TryGetValue(address, out var lazy) && lazy.IsValueCreated && lazy.Value is { IsCompletedSuccessfully: true } known && known.Result == link)
            _links.TryRemove(KeyValuePair.Create(address, lazy));
    }

    private async Task<AgentLink> ConnectAsync(AgentAddress address, CancellationToken cancellationToken)
    {
        while (true)
        {
            var lazy = _links.GetOrAdd(address, static (address, pool) => new Lazy<Task<AgentLink>>(() => pool.OpenAsync(address)), this);
            AgentLink link;
            try
            {
                link = await lazy.Value.WaitAsync(cancellationToken);
            }
            catch (Exception) when (lazy.Value is { IsCompleted: true, IsCompletedSuccessfully: false })
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
