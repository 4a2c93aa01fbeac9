namespace ScfAspire.Scheduler.Pools.Kubernetes;

/// <summary>Why a cluster does not take a pod.</summary>
internal enum PodRefusalKind
{
    /// <summary>A ResourceQuota or LimitRange of the namespace.</summary>
    Quota,

    /// <summary>The pod, or its namespace, is not allowed or does not exist: trying again does not help.</summary>
    Rejected,

    /// <summary>The API server cannot be reached, or has no time.</summary>
    Away,
}

/// <summary>The cluster did not do what it was asked.</summary>
internal sealed class PodRefusalException(PodRefusalKind kind, string message, Exception? inner = null) : Exception(message, inner)
{
    public PodRefusalKind Kind { get; } = kind;
}
