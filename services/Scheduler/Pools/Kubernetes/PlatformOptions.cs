namespace ScfAspire.Scheduler.Pools.Kubernetes;

/// <summary>URLs of the services' internal endpoints, as function pods reach them.</summary>
public sealed class PlatformOptions
{
    public string Api { get; set; } = "http://api:8090";

    public string Scheduler { get; set; } = "http://scheduler:8090";

    public string Metering { get; set; } = "http://metering:8090";
}
