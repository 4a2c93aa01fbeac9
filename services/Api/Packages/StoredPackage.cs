namespace ScfAspire.Api.Packages;

/// <summary>A code package by content address.</summary>
/// <param name="Sha256">Lower-case hex.</param>
/// <param name="Size">Bytes of the zip.</param>
public sealed record StoredPackage(string Sha256, long Size);
