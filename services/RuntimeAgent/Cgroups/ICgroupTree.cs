namespace ScfAspire.RuntimeAgent.Cgroups;

/// <summary>The agent's own part of the machine's control groups.</summary>
internal interface ICgroupTree
{
    /// <summary>For people: <c>cgroup v1</c> or <c>cgroup v2</c>.</summary>
    string Name { get; }

    /// <summary>The folders that hold the groups of this agent's sandboxes and nothing else.</summary>
    IReadOnlyList<string> Folders { get; }

    /// <exception cref="IOException">The group cannot be made.</exception>
    ICgroup Create(string name);
}
