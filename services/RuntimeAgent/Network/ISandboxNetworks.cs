namespace ScfAspire.RuntimeAgent.Network;

/// <summary>Gives sandboxes their network. Disposing it removes all that the agent has made on the machine.</summary>
internal interface ISandboxNetworks : IAsyncDisposable
{
    /// <summary>For people: <c>netns</c>, <c>pasta</c>, <c>netns, no uplink</c>.</summary>
    string Name { get; }

    /// <summary>Connects the network namespace of a process that has not begun to run.</summary>
    /// <param name="index">The sandbox's index, which nobody else has meanwhile.</param>
    /// <param name="process">Its first process.</param>
    /// <param name="uplink">It may reach the outside.</param>
    Task<ISandboxNetwork> ConnectAsync(int index, int process, bool uplink);
}
