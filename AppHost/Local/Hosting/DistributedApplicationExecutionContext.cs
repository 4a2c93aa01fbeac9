namespace Aspire.Hosting;

/// <summary>What the description is evaluated for.</summary>
public sealed class DistributedApplicationExecutionContext
{
    /// <summary>The local runner runs; it publishes nothing.</summary>
    public bool IsRunMode { get; } = true;

    public bool IsPublishMode => !IsRunMode;
}
