namespace ScfAspire.Core.Packages;

/// <summary>What an inspected code package holds.</summary>
/// <param name="UnpackedBytes">Sum of the sizes of all files.</param>
/// <param name="Entries">Files, folders and links.</param>
public sealed record PackageSummary(long UnpackedBytes, int Entries);
