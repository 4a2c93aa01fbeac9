using System.Threading.Channels;
using ScfAspire.Contracts.Internal.V1;

namespace ScfAspire.Scheduler.Agents;

/// <summary>The stream of one agent that is connected to this replica.</summary>
internal sealed class AgentSession(string agentId, string pool)
{
    private readonly Channel<AgentDirective> _directives = Channel.CreateUnbounded<AgentDirective>(new UnboundedChannelOptions { SingleReader = true });

    public string AgentId { get; } = agentId;

    public string Pool { get; } = pool;

    /// <summary>A report was lost while Redis was away: the next one that gets through asks for all.</summary>
    public bool MissedReport { get; set; }

    public ChannelReader<AgentDirective> Directives => _directives.Reader;

    public void Send(AgentDirective directive) => _directives.Writer.TryWrite(directive);

    public void End() => _directives.Writer.TryComplete();
}
