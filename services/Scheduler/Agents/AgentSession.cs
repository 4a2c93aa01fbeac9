using System.Threading.Channels;
using ScfAspire.Contracts.Internal.V1;
using ScfAspire.ServiceDefaults.Pods;

namespace ScfAspire.Scheduler.Agents;

/// <summary>The stream of one agent that is connected to this replica.</summary>
internal sealed class AgentSession(string agentId, string pool)
{
    private readonly Channel<AgentDirective> _directives = Channel.CreateUnbounded<AgentDirective>(new UnboundedChannelOptions { SingleReader = true });

    private readonly Lock _gate = new();
    private long? _lookAgainAt;

    // The first report of a stream is complete.
    private bool _awaitsAll = true;

    public string AgentId { get; } = agentId;

    public string Pool { get; } = pool;

    public bool IsPod { get; } = PodKeys.IsPod(agentId);

    /// <summary>Its generic process was ready when the store was last told of it.</summary>
    public bool WasReady { get; set; }

    /// <summary>Unix seconds at which a pod's key is to be renewed.</summary>
    public long RenewAt { get; set; }

    /// <summary>A report was lost while Redis was away: the next one that gets through asks for all.</summary>
    public bool MissedReport { get; set; }

    /// <summary>Timestamp at which the store was last told of this agent; null before the first time.</summary>
    public long? SavedAt { get; set; }

    /// <summary>The agent's start that the store was last told of.</summary>
    public long SavedEpoch { get; set; }

    public ChannelReader<AgentDirective> Directives => _directives.Reader;

    public void Send(AgentDirective directive) => _directives.Writer.TryWrite(directive);

    /// <summary>
    /// Instances that were missing in the last complete report. It may have been on its way while they started; those that the next one lacks too, which was asked for
    /// when they were known to be ready, do not exist.
    /// </summary>
    public HashSet<ulong> Missing { get; set; } = [];

    /// <summary>Has the agent say all that it has, unless that is on its way: a complete report that comes is always the answer to the last question.</summary>
    public void AskForAll()
    {
        lock (_gate)
        {
            if (_awaitsAll) return;
            _awaitsAll = true;
        }

        Send(new AgentDirective { ReportAll = new ReportAll() });
    }

    /// <summary>The agent has said all that it has.</summary>
    public void HasSaidAll()
    {
        lock (_gate) _awaitsAll = false;
    }

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
