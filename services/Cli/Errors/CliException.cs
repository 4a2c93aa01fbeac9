namespace ScfAspire.Cli.Errors;

/// <summary>The command cannot go on.</summary>
/// <param name="exitCode">One of <see cref="ExitCode"/>.</param>
/// <param name="message">What is wrong.</param>
/// <param name="fix">What to do about it; null when the message says it.</param>
public sealed class CliException(int exitCode, string message, string? fix = null) : Exception(message)
{
    public int ExitCode { get; } = exitCode;

    public string? Fix { get; } = fix;

    /// <summary>The user gave something wrong.</summary>
    public static CliException Usage(string message, string? fix = null) => new(Cli.ExitCode.Usage, message, fix);
}
