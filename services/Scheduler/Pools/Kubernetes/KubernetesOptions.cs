namespace ScfAspire.Scheduler.Pools.Kubernetes;

/// <summary>The clusters that functions may run in, and what their pods are like; bound from the configuration section <see cref="Section"/>.</summary>
public sealed class KubernetesOptions
{
    public const string Section = "Kubernetes";

    /// <summary>Tells the pods of this installation from those of others in the same cluster: at most 40 lower-case letters, digits and dashes.</summary>
    public string Installation { get; set; } = "scf";

    /// <summary>Clusters by the name that a namespace is bound to (ClusterID) and that pools and records show.</summary>
    public Dictionary<string, ClusterOptions> Clusters { get; set; } = [];

    public ImageOptions Images { get; set; } = new();

    /// <summary>Addresses of the services as pods reach them.</summary>
    public PlatformOptions Platform { get; set; } = new();

    /// <summary>Links between the platform and pods need no TLS: the network is trusted, or encrypts by itself.</summary>
    public bool PlainLinks { get; set; }

    /// <summary>From a pod's creation to its registration at most, fetching of images included.</summary>
    public TimeSpan PodStartLimit { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How long room that something makes way for is waited for.</summary>
    public TimeSpan RoomWait { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Starts over this time decide how many generic pods of a key are kept.</summary>
    public TimeSpan WarmWindow { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>Most generic pods of one key.</summary>
    public int WarmMaximum { get; set; } = 8;

    /// <summary>A pod's key for calls to the platform lasts this long and is renewed in time.</summary>
    public TimeSpan IdentityLifetime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>The key that is written into a new pod.</summary>
    public TimeSpan FirstIdentityLifetime { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>Size of the agent's container.</summary>
    public AgentSize Agent { get; set; } = new();
}
