namespace ScfAspire.RuntimeAgent.Packages;

/// <summary>Limits of code packages.</summary>
internal static class PackageLimits
{
    /// <summary>Packages that are kept without ever having been needed.</summary>
    public const int Prepared = 256;

    /// <summary>A package no larger than this comes with the first question about its function version.</summary>
    public const int SentAlongBytes = 1024 * 1024;

    /// <summary>Bytes of all files of one package, unpacked.</summary>
    public const long UnpackedBytes = 500L * 1024 * 1024;

    /// <summary>Files and folders of one package.</summary>
    public const int Entries = 200_000;
}
