namespace ScfAspire.RuntimeAgent.Sandbox;

/// <summary>Builds bubblewrap's arguments. Pure: what the host looks like is handed in.</summary>
internal static class BubblewrapCommand
{
    /// <summary>Descriptor numbers that bubblewrap is given.</summary>
    public const int ArgumentsDescriptor = 3, InfoDescriptor = 4, BlockDescriptor = 5, UsersDescriptor = 6;

    private static readonly string[] NodeVersions = ["node20", "node18", "node16", "node14", "node12", "node10"];
    private static readonly string[] PythonVersions = ["python310", "python39", "python37", "python3"];
    private static readonly string[] PhpVersions = ["php80", "php74", "php7", "php5"];
    private static readonly string[] JavaVersions = ["java11", "java8"];

    /// <summary>All arguments of the sandbox itself; the program follows.</summary>
    public static List<string> Build(SandboxLayout layout)
    {
        List<string> arguments =
        [
            "--unshare-all", "--unshare-user", "--die-with-parent", "--new-session",
            "--info-fd", Text(InfoDescriptor),
            "--block-fd", Text(BlockDescriptor),
            "--uid", Text(SandboxPaths.User), "--gid", Text(SandboxPaths.User),
            "--hostname", layout.HostName,
            "--clearenv",
            "--setenv", "PATH", "/usr/local/bin:/usr/bin:/bin",
            "--setenv", "HOME", SandboxPaths.Home,
            "--setenv", "LANG", "C.UTF-8",
            "--ro-bind", "/usr", "/usr",
        ];
        // A namespace's own root keeps its capabilities otherwise. Where the agent maps the users, the sandbox waits for that alone at first: should the agent die meanwhile,
        // nobody would end a process that waits there, while one that waits at the other descriptor goes on, finds no agent, and ends.
        if (layout.Privileged) arguments.AddRange(["--userns-block-fd", Text(UsersDescriptor)]);
        else arguments.AddRange(["--cap-drop", "ALL"]);
        foreach (var (name, target) in layout.RootLinks) arguments.AddRange(["--symlink", target, name]);
        foreach (var folder in layout.RootFolders) arguments.AddRange(["--ro-bind", folder, folder]);
        arguments.AddRange(["--ro-bind", layout.EtcFolder, "/etc"]);
        foreach (var shared in layout.SharedEtc) arguments.AddRange(["--ro-bind", shared, shared]);
        arguments.AddRange(["--proc", "/proc", "--dev", "/dev"]);
        arguments.AddRange(["--perms", "1777", "--size", SandboxPaths.TemporaryBytes.ToString(System.Globalization.CultureInfo.InvariantCulture), "--tmpfs", "/tmp"]);
        // Parents that bubblewrap makes by itself for links are closed to others.
        arguments.AddRange(["--dir", SandboxPaths.Home, "--dir", "/var/lang", "--dir", "/run"]);
        AddInterpreter(arguments, layout.Interpreters.Node, NodeVersions, ["node"]);
        AddInterpreter(arguments, layout.Interpreters.Python, PythonVersions, ["python3", "python", "python3.10", "python3.9"]);
        AddInterpreter(arguments, layout.Interpreters.Php, PhpVersions, ["php"]);
        AddInterpreter(arguments, layout.Interpreters.Java, JavaVersions, ["java"]);
        arguments.AddRange(["--ro-bind", layout.RuntimesFolder, SandboxPaths.Runtimes]);
        arguments.AddRange(["--ro-bind", layout.Folders.Code, SandboxPaths.Code]);
        arguments.AddRange(["--ro-bind", layout.Folders.Layers, SandboxPaths.Layers]);
        arguments.AddRange(["--ro-bind", layout.Folders.Agent, SandboxPaths.Agent]);
        arguments.AddRange(["--remount-ro", "/", "--chdir", SandboxPaths.Code]);
        return arguments;
    }

    /// <summary>Gives up root inside, and every way back to it.</summary>
    public static string[] DropPrivileges =>
        ["/usr/bin/setpriv", "--reuid", Text(SandboxPaths.User), "--regid", Text(SandboxPaths.User), "--clear-groups", "--no-new-privs", "--bounding-set=-all", "--inh-caps=-all"];

    private static void AddInterpreter(List<string> arguments, string? interpreter, string[] versions, string[] names)
    {
        if (interpreter is null) return;
        if (Interpreters.PrefixOf(interpreter) is { } prefix) arguments.AddRange(["--ro-bind", prefix, prefix]);
        foreach (var version in versions)
        {
            arguments.AddRange(["--dir", $"/var/lang/{version}/bin"]);
            foreach (var name in names) arguments.AddRange(["--symlink", interpreter, $"/var/lang/{version}/bin/{name}"]);
        }
    }

    private static string Text(long number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
