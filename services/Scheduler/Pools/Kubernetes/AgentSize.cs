namespace ScfAspire.Scheduler.Pools.Kubernetes;

/// <summary>Requests and limits of the container <c>agent</c>, as Kubernetes writes quantities.</summary>
public sealed class AgentSize
{
    public string Cpu { get; set; } = "50m";

    public string Memory { get; set; } = "48Mi";

    public string MemoryLimit { get; set; } = "160Mi";

    /// <summary>Packages, unpacked, and records that are not shipped yet.</summary>
    public string Storage { get; set; } = "1Gi";
}
