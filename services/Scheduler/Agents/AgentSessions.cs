using System.Collections.Concurrent;

namespace ScfAspire.Scheduler.Agents;

/// <summary>The agents that are connected to this replica.</summary>
internal sealed class AgentSessions
{
    private readonly ConcurrentDictionary<string, AgentSession> _sessions = new();

    public IEnumerable<AgentSession> All => _sessions.Values;

    public AgentSession? Find(string agentId) => _sessions.GetValueOrDefault(agentId);

    public void Add(AgentSession session) => _sessions[session.AgentId] = session;

    public void Remove(AgentSession session) => _sessions.TryRemove(KeyValuePair.Create(session.AgentId, session));
}
