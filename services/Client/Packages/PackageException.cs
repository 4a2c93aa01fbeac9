namespace ScfAspire.Client.Packages;

/// <summary>A folder or file cannot be made into a code package; the message says why.</summary>
public sealed class PackageException(string message) : Exception(message);
