namespace ScfAspire.AppHost.Local.Processes;

/// <summary>Finds what the build made of another project: beside this program's own folder, in the same configuration.</summary>
internal static class BuiltProgram
{
    /// <summary>Where the program of <paramref name="project"/> is when it is built.</summary>
    public static string PathOf(string project)
    {
        var own = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        return Path.Combine(own.Parent?.Parent?.FullName ?? "/", project, own.Name, $"ScfAspire.{project}");
    }
}
