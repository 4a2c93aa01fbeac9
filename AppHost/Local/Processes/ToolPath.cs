namespace ScfAspire.AppHost.Local.Processes;

/// <summary>Finds programs as a shell does.</summary>
internal static class ToolPath
{
    /// <summary>Path of the program on PATH.</summary>
    /// <exception cref="MissingToolException">There is none.</exception>
    public static string Find(string name) => Search(name) ?? throw new MissingToolException(name);

    /// <summary>Whether the program is on PATH.</summary>
    public static bool Has(string name) => Search(name) is not null;

    private static string? Search(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
}
