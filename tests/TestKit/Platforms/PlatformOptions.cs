namespace ScfAspire.TestKit.Platforms;

/// <summary>How a platform is started for a test.</summary>
public sealed record PlatformOptions
{
    /// <summary>Data folder to start on, e.g. that of a platform that was stopped; null for a new one that is removed afterwards.</summary>
    public string? DataFolder { get; init; }

    /// <summary>Variables over those that the platform is given anyway; null removes one.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    /// <summary>Time to become ready.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(90);
}
