namespace ScfAspire.Cli;

/// <summary>What a run of the program has around it, so that tests can give it another.</summary>
public sealed record CliHost
{
    /// <summary>Results.</summary>
    public required TextWriter Out { get; init; }

    /// <summary>Progress and errors.</summary>
    public required TextWriter Error { get; init; }

    public required TextReader In { get; init; }

    public required string WorkingDirectory { get; init; }

    /// <summary>The user's own folder, which holds <c>.scf/config</c>.</summary>
    public required string Home { get; init; }

    /// <summary>Environment variables.</summary>
    public required Func<string, string?> Variable { get; init; }

    /// <summary>A person reads <see cref="Out"/> on a terminal.</summary>
    public bool OutIsTerminal { get; init; }

    /// <summary>A person reads <see cref="Error"/> and can answer on <see cref="In"/>.</summary>
    public bool Interactive { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The process's own console, folder and environment.</summary>
    public static CliHost ForProcess() => new()
    {
        Out = Console.Out,
        Error = Console.Error,
        In = Console.In,
        WorkingDirectory = Environment.CurrentDirectory,
        Home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile),
        Variable = Environment.GetEnvironmentVariable,
        OutIsTerminal = !Console.IsOutputRedirected,
        Interactive = !Console.IsErrorRedirected && !Console.IsInputRedirected,
    };
}
