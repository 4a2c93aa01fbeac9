namespace ScfAspire.TestKit.Platforms;

/// <summary>Finds the repository and what its build made.</summary>
public static class BuildOutput
{
    /// <summary>The repository's root.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Path of a project's executable in the configuration that the tests were built in.</summary>
    /// <param name="project">E.g. <c>AppHost</c>.</param>
    /// <param name="name">Name of the executable; <c>ScfAspire.{project}</c> unless given.</param>
    /// <exception cref="FileNotFoundException">It is not built.</exception>
    public static string Executable(string project, string? name = null)
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd('/')).Name;
        var path = Path.Combine(Root, "artifacts", "bin", project, configuration, name ?? $"ScfAspire.{project}");
        return File.Exists(path) ? path : throw new FileNotFoundException($"{path} is missing: build the solution first.", path);
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "ScfAspire.sln"))) return folder.FullName;
        }
        throw new DirectoryNotFoundException("The tests run from the repository's artifacts folder.");
    }
}
