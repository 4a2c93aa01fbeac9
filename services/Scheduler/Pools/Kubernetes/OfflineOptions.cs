namespace ScfAspire.Scheduler.Pools.Kubernetes;

/// <summary>Capacity that may be taken away at any time.</summary>
public sealed class OfflineOptions
{
    public Dictionary<string, string> NodeSelector { get; set; } = [];

    /// <summary>Key of the taint to tolerate; empty for none.</summary>
    public string Taint { get; set; } = "";

    public string PriorityClassName { get; set; } = "";
}
