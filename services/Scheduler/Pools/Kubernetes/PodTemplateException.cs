namespace ScfAspire.Scheduler.Pools.Kubernetes;

/// <summary>A namespace's pod template cannot be used; the message says why, for its owner.</summary>
public sealed class PodTemplateException : Exception
{
    public PodTemplateException()
    {
    }

    public PodTemplateException(string message)
        : base(message)
    {
    }

    public PodTemplateException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
