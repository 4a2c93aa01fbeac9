using System.Threading.Channels;
using ScfAspire.Contracts.Internal.V1;

namespace ScfAspire.Scheduler.Agents;

/// <summary>The stream of one agent that is connected to this replica.</summary>
internal sealed class AgentSession(string agentId, string pool)
{
    private readonly Channel<AgentDirective> _directives = Channel.CreateUnbounded<AgentDirective>(new UnboundedChannelOptions { SingleReader = true });

    private readonly Lock _gate = new();
    private long? _lookAgainAt;

    public string AgentId { get; } = agentId;

    public string Pool { get; } = pool;

    /// <summary>A report was lost while Redis was away: the next one that gets through asks for all.</summary>
    public bool MissedReport { get; set; }

    /// <summary>Timestamp at which the store was last told of this agent; null before the first time.</summary>
    public long? SavedAt { get; set; }

    /// <summary>The agent's start that the store was last told of.</summary>
    public long SavedEpoch { get; set; }

    public ChannelReader<AgentDirective> Directives => _directives.Reader;

    public void Send(AgentDirective directive) => _directives.Writer.TryWrite(directive);

    /// <summary>Has the agent say all that it has.</summary>
    public void AskForAll() => Send(new AgentDirective { ReportAll = new ReportAll() });

    /// <summary>Some of its instances were starting by order of somebody else, who may be gone: what became of them is known by this Unix ms.</summary>
    public void LookAgainAt(long unixMs)
    {
        lock (_gate) _lookAgainAt = Math.Max(_lookAgainAt ?? 0, unixMs);
    }

    /// <summary>Whether that time has come; true once.</summary>
    public bool LooksAgain(long now)
    {
        lock (_gate)
        {
            if (_lookAgainAt is not { } at || at > now) return false;
            _lookAgainAt = null;
            return true;
        }
    }

    public void End() => _directives.Writer.TryComplete();
}
