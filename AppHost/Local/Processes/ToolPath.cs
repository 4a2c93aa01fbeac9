namespace ScfAspire.AppHost.Local.Processes;

/// <summary>Finds programs as a shell does.</summary>
internal static class ToolPath
{
    /// <summary>Path of the program on PATH.</summary>
    /// <exception cref="MissingToolException">There is none.</exception>
    public static string Find(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists)
        ?? throw new MissingToolException(name);
}
