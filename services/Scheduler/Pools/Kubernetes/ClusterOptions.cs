namespace ScfAspire.Scheduler.Pools.Kubernetes;

/// <summary>One cluster and how it is reached. Exec credentials are those of the kubeconfig.</summary>
public sealed class ClusterOptions
{
    /// <summary>Path of a kubeconfig; empty for the cluster that the Scheduler itself runs in.</summary>
    public string Kubeconfig { get; set; } = "";

    /// <summary>Context of the kubeconfig; empty for its current one.</summary>
    public string Context { get; set; } = "";

    /// <summary>Namespace of the pods of functions whose SCF namespace is not bound.</summary>
    public string Namespace { get; set; } = "default";

    /// <summary>RuntimeClass of function pods; empty for the cluster's default.</summary>
    public string RuntimeClassName { get; set; } = "";

    /// <summary>Selector of nodes with offline capacity, and the taint that keeps others off them.</summary>
    public OfflineOptions Offline { get; set; } = new();

    /// <summary>Annotation that takes SubnetID.</summary>
    public string SubnetAnnotation { get; set; } = "scfaspire.io/subnet-id";

    /// <summary>Requests to the API server over time; watches are not counted.</summary>
    public int RequestsPerSecond { get; set; } = 50;

    /// <summary>Requests at once.</summary>
    public int Burst { get; set; } = 100;
}
