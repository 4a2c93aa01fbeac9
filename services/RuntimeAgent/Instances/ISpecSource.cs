namespace ScfAspire.RuntimeAgent.Instances;

/// <summary>What a function version needs in order to run.</summary>
internal interface ISpecSource
{
    /// <exception cref="Packages.PackageException">There is no such version, or the source cannot be reached.</exception>
    Task<FetchedSpec> GetAsync(string specId, CancellationToken cancellationToken);
}
