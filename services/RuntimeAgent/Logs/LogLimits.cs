namespace ScfAspire.RuntimeAgent.Logs;

/// <summary>Limits of one run's log, as the SCF interface states them.</summary>
internal static class LogLimits
{
    /// <summary>Bytes of what the function prints in one run (1 MB, with room left for the platform's own lines).</summary>
    public const int UserBytes = (1024 * 1024) - (32 * 1024);

    /// <summary>Bytes of one line.</summary>
    public const int LineBytes = 8 * 1024;

    /// <summary>Lines in each window.</summary>
    public const int LinesPerWindow = 5000;

    public static readonly TimeSpan Window = TimeSpan.FromSeconds(5);
}
