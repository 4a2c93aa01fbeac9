using ScfAspire.Scheduler.State;
using ScfAspire.ServiceDefaults;
using ScfAspire.ServiceDefaults.Pods;

namespace ScfAspire.Scheduler.Agents;

/// <summary>The links to the agents' control endpoints, one per agent and address: an address that one pod had may be another's later.</summary>
internal sealed class AgentLinks(InternalKey key, TimeProvider time) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string AgentId, string ControlUrl), AgentLink> _links = [];

    public AgentLink Of(AgentInfo agent)
    {
        lock (_gate)
        {
            if (!_links.TryGetValue((agent.Id, agent.ControlUrl), out var link)) _links[(agent.Id, agent.ControlUrl)] = link = new AgentLink(agent.ControlUrl, KeyOf(agent.Id), time);
            return link;
        }
    }

    /// <summary>An agent that served there is gone.</summary>
    public void Drop(AgentInfo agent)
    {
        AgentLink? link;
        lock (_gate) _links.Remove((agent.Id, agent.ControlUrl), out link);
        link?.Dispose();
    }

    /// <summary>Ends the links that wait for nothing and lead to none of these.</summary>
    public void Keep(HashSet<(string AgentId, string ControlUrl)> addresses)
    {
        List<AgentLink> left = [];
        lock (_gate)
        {
            foreach (var (address, link) in _links)
            {
                if (addresses.Contains(address) || !link.IsIdle) continue;
                _links.Remove(address);
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

    private InternalKey KeyOf(string agentId) => PodKeys.IsPod(agentId) ? new InternalKey(PodKeys.LinkKey(key, agentId)) : key;
}
