namespace ScfAspire.RuntimeAgent.Packages;

/// <summary>Where code packages come from.</summary>
internal interface IPackageSource
{
    /// <summary>Writes the zip with this content address.</summary>
    /// <exception cref="PackageException">There is none, or the source cannot be reached.</exception>
    Task DownloadAsync(string sha256, Stream destination, CancellationToken cancellationToken);
}
