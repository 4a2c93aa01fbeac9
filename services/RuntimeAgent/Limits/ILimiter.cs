namespace ScfAspire.RuntimeAgent.Limits;

/// <summary>What keeps sandboxes within their size on this machine.</summary>
internal interface ILimiter
{
    /// <summary>For people, e.g. <c>cgroup v2</c>.</summary>
    string Name { get; }

    /// <summary>The control groups that hold this agent's sandboxes and nothing else; none where it has none.</summary>
    IReadOnlyList<string> Folders { get; }

    /// <exception cref="IOException">The kernel refuses.</exception>
    ISandboxLimits Create(string name);
}
