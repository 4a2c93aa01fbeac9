namespace ScfAspire.RuntimeAgent.Sandbox;

/// <summary>Makes sandboxes with a generic process in each.</summary>
internal interface ISandboxFactory
{
    /// <summary>What separates the functions from one another and from the host, e.g. <c>bubblewrap+cgroup v1+netns</c>.</summary>
    string Isolation { get; }

    /// <summary>Whether this machine has what runs processes of this kind.</summary>
    bool Has(SandboxKind kind);

    /// <summary>Whether another sandbox can be started: a machine has room for many, a pod is one.</summary>
    bool HasRoom { get; }

    /// <summary>Starts a generic process; it is up, but its bootstrap may not have dialled yet.</summary>
    /// <exception cref="SandboxException">It cannot be started.</exception>
    Task<ISandbox> StartAsync(SandboxRequest request, CancellationToken cancellationToken);

    /// <summary>What the waiting shell of a <see cref="SandboxKind.Launcher"/> is told so that it becomes the generic process of another kind.</summary>
    /// <exception cref="SandboxException">This machine has nothing that runs it.</exception>
    string BecomeScript(ISandbox sandbox, SandboxRequest request);

    /// <summary>Removes what the agent made on the machine for all sandboxes, once none is left.</summary>
    Task RemoveAsync();
}
