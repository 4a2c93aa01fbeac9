namespace ScfAspire.AppHost.Local.Processes;

/// <summary>A program to start and what it gets.</summary>
/// <param name="FileName">Path, or a name on PATH.</param>
/// <param name="Arguments">Arguments, passed as they are.</param>
internal sealed record ChildCommand(string FileName, params IReadOnlyList<string> Arguments)
{
    /// <summary>Added to this process's environment; a null value removes a variable.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    public string? WorkingDirectory { get; init; }

    /// <summary>
    /// The same program in a session of its own (a terminal's Ctrl-C reaches the runner alone, which stops everything in order) that the kernel
    /// kills when this process ends, however it ends.
    /// </summary>
    /// <param name="outer">A program that changes identity and then executes the rest, e.g. <c>unshare</c>: it must come before the
    /// parent-death signal is asked for, because a change of identity drops it.</param>
    public ChildCommand DyingWithParent(params IReadOnlyList<string> outer)
    {
        // The shell compares its parent after the signal has been asked for: a parent that ended in between is noticed.
        const string unlessOrphaned = """[ "$PPID" = "$0" ] || exit 1; exec "$@" """;
        string[] prefix = [.. outer, "setpriv", "--pdeathsig", "KILL", "--", "sh", "-c", unlessOrphaned, $"{System.Environment.ProcessId}"];
        return this with { FileName = "setsid", Arguments = [.. prefix, FileName, .. Arguments] };
    }
}
