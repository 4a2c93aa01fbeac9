namespace ScfAspire.RuntimeAgent.Link;

/// <summary>Who this agent is to a Dispatch.</summary>
internal sealed class LinkIdentity(string agentId, ulong epoch, byte[] key)
{
    public string AgentId => agentId;

    /// <summary>Grows with every start of the agent.</summary>
    public ulong Epoch => epoch;

    /// <summary>The installation's key.</summary>
    public ReadOnlySpan<byte> Key => key;
}
