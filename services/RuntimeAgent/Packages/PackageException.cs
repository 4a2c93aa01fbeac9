namespace ScfAspire.RuntimeAgent.Packages;

/// <summary>A code package cannot be had or unpacked; the status code says whose fault that is.</summary>
public sealed class PackageException : Exception
{
    public PackageException()
    {
    }

    public PackageException(string message)
        : base(message)
    {
    }

    public PackageException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Status code of the SCF interface: 437 where the package is at fault, 500 where the platform is.</summary>
    public int StatusCode { get; init; } = Runtimes.ScfStatus.HandlerNotFound;
}
