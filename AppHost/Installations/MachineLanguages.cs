namespace ScfAspire.AppHost.Installations;

/// <summary>The languages that run only where somebody has installed them, unlike those that every machine of the platform has.</summary>
internal static class MachineLanguages
{
    private static readonly string[] SystemFolders = ["/usr/bin", "/usr/local/bin"];

    private static readonly Language[] All =
    [
        new("php", ["Php7.4", "Php8.0"], "php8.0", () => Finds("php")),
        new("java", ["Java8", "Java11"], "java11@256", () => Finds("java") && File.Exists(JavaBootstrap)),
    ];

    /// <summary>What functions may be created with, for the Api: the usual runtimes and those of this machine's languages.</summary>
    public static string Offer() => string.Join(',', ["default", .. All.Where(language => language.IsHere()).SelectMany(language => language.Runtimes)]);

    /// <summary>Warm sets of the named languages, whose first call should not wait for an interpreter to start.</summary>
    /// <param name="languages">Names with commas between them, e.g. <c>php,java</c>.</param>
    public static IEnumerable<string> WarmSets(string languages) =>
        All.Where(language => languages.Split(',').Contains(language.Name)).Select(language => language.WarmSet);

    private static bool Finds(string program) =>
        SystemFolders.Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries))
            .Any(folder => File.Exists(Path.Combine(folder, program)));

    // Beside this program's own folder; the build makes it where it finds a Java compiler.
    private static string JavaBootstrap
    {
        get
        {
            var own = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
            return Path.Combine(own.Parent?.Parent?.FullName ?? "/", "RuntimeAgent", own.Name, "runtimes/java/scf-runtime.jar");
        }
    }

    private sealed record Language(string Name, string[] Runtimes, string WarmSet, Func<bool> IsHere);
}
