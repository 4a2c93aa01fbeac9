using ScfAspire.ServiceDefaults;

namespace ScfAspire.Scheduler.Agents;

/// <summary>The links to the agents' control endpoints, one per address.</summary>
internal sealed class AgentLinks(InternalKey key, TimeProvider time) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, AgentLink> _links = [];

    public AgentLink Of(string controlUrl)
    {
        lock (_gate)
        {
            if (!_links.TryGetValue(controlUrl, out var link)) _links[controlUrl] = link = new AgentLink(controlUrl, key, time);
            return link;
        }
    }

    /// <summary>An agent that served there is gone.</summary>
    public void Drop(string controlUrl)
    {
        AgentLink? link;
        lock (_gate) _links.Remove(controlUrl, out link);
        link?.Dispose();
    }

    /// <summary>Ends the links that wait for nothing and lead to none of these addresses.</summary>
    public void Keep(HashSet<string> controlUrls)
    {
        List<AgentLink> left = [];
        lock (_gate)
        {
            foreach (var (controlUrl, link) in _links)
            {
                if (controlUrls.Contains(controlUrl) || !link.IsIdle) continue;
                _links.Remove(controlUrl);
                left.Add(link);
            }
        }

        foreach (var link in left) link.Dispose();
    }

    public void Dispose()
    {
        lock (_gate)
        {
            foreach (var link in _links.Values) link.Dispose();
            _links.Clear();
        }
    }
}
