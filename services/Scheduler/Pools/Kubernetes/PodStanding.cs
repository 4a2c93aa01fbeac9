namespace ScfAspire.Scheduler.Pools.Kubernetes;

/// <summary>How a pod stands, as far as the platform has to act on it.</summary>
internal enum PodPhase
{
    /// <summary>On its way, or up: its agent says which.</summary>
    Fine,

    /// <summary>No node has room for it.</summary>
    Unschedulable,

    /// <summary>An image cannot be fetched.</summary>
    ImageMissing,

    /// <summary>A container cannot be made.</summary>
    NotStartable,

    /// <summary>The runtime container has ended, the agent's has not.</summary>
    RuntimeEnded,

    /// <summary>Nothing of it will run again: evicted, preempted, its node lost, or ended.</summary>
    Over,
}

/// <summary>A pod's standing and why.</summary>
/// <param name="Phase">What to act on.</param>
/// <param name="Reason">For people.</param>
/// <param name="ExitCode">Of the runtime container, where that has ended.</param>
/// <param name="OutOfMemory">It was killed for want of memory.</param>
internal sealed record PodStanding(PodPhase Phase, string Reason = "", int ExitCode = 0, bool OutOfMemory = false)
{
    public static PodStanding Fine { get; } = new(PodPhase.Fine);
}
