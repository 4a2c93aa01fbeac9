namespace ScfAspire.Cli.Profiles;

/// <summary>A value and where it came from.</summary>
public sealed record Setting(string Value, string Source);
