namespace ScfAspire.Cli.Manifests;

/// <summary>A scf.yaml is wrong; the message begins with file, line and column.</summary>
public sealed class ManifestException(string message, string? fix = null) : Exception(message)
{
    /// <summary>What to do about it; null when the message says it.</summary>
    public string? Fix { get; } = fix;
}
