using ScfAspire.RuntimeAgent.Processes;

namespace ScfAspire.RuntimeAgent.Sandbox;

/// <summary>The machine's interpreters, which stand in for the exact versions that the SCF interface names.</summary>
/// <param name="Node">Absolute path, or null when there is none.</param>
/// <param name="Python">Absolute path, or null when there is none.</param>
/// <param name="Php">Absolute path, or null when there is none.</param>
/// <param name="Java">Absolute path, or null when there is none.</param>
internal sealed record Interpreters(string? Node, string? Python, string? Php, string? Java)
{
    /// <summary>The Java runtimes' bootstrap, in the folder of the bootstraps.</summary>
    public const string JavaBootstrap = "java/scf-runtime.jar";

    private static readonly string[] SystemFolders = ["/usr/bin", "/usr/local/bin"];

    /// <summary>Finds them: system folders first, since what is on PATH may be a shim that works for its own user only.</summary>
    /// <param name="spawner">Asks them where they are.</param>
    /// <param name="runtimes">Folder of the bootstraps.</param>
    public static async Task<Interpreters> FindAsync(ProcessSpawner spawner, string runtimes)
    {
        var node = await ResolveAsync(spawner, "node", ["-p", "process.execPath"]);
        var python = await ResolveAsync(spawner, "python3", ["-c", "import sys; print(sys.executable)"]);
        // The bootstrap is written for 8.1 and later.
        var php = await ResolveAsync(spawner, "php", ["-r", "if (PHP_VERSION_ID >= 80100) echo PHP_BINARY;"]);
        // Its bootstrap is there only where the build found a compiler for it.
        var java = File.Exists(Path.Combine(runtimes, JavaBootstrap)) ? await ResolveAsync(spawner, "java", ["-XshowSettings:properties", "-version"], JavaPath) : null;
        return new Interpreters(node, python, php, java);
    }

    /// <summary>What runs a generic process of this kind; null when this machine has none.</summary>
    public string? For(SandboxKind kind) => kind switch
    {
        SandboxKind.Node => Node,
        SandboxKind.Python => Python,
        SandboxKind.Php => Php,
        SandboxKind.Java => Java,
        _ => "/bin/sh",
    };

    /// <summary>The folder to make visible for an interpreter outside /usr, e.g. /opt/node for /opt/node/bin/node; null for one in /usr.</summary>
    public static string? PrefixOf(string interpreter) =>
        interpreter.StartsWith("/usr/", StringComparison.Ordinal) ? null : Path.GetDirectoryName(Path.GetDirectoryName(interpreter));

    // Of the settings that it prints, "java.home = /usr/lib/jvm/..."; the bootstrap is written for 17 and later.
    private static string? JavaPath(string settings)
    {
        var values = settings.Split('\n').Select(line => line.Split(" = ", 2)).Where(pair => pair.Length == 2).ToLookup(pair => pair[0].Trim(), pair => pair[1].Trim());
        return double.TryParse(values["java.specification.version"].FirstOrDefault(), System.Globalization.CultureInfo.InvariantCulture, out var version) && version >= 17
            ? $"{values["java.home"].FirstOrDefault()}/bin/java"
            : null;
    }

    private static async Task<string?> ResolveAsync(ProcessSpawner spawner, string name, string[] query, Func<string, string?>? read = null)
    {
        var folders = SystemFolders.Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries));
        foreach (var folder in folders)
        {
            var candidate = Path.Combine(folder, name);
            if (!File.Exists(candidate)) continue;
            var (status, output) = await spawner.RunAsync(candidate, query);
            var path = read is null ? output.Trim() : read(output) ?? "";
            if (status == default && File.Exists(path) && !path.StartsWith("/root/", StringComparison.Ordinal)) return path;
        }

        return null;
    }
}
