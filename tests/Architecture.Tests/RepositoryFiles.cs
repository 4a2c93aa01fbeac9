namespace ScfAspire.Architecture.Tests;

/// <summary>The repository's own sources, as they lie in the work tree.</summary>
internal static class RepositoryFiles
{
    private static readonly string[] Roots = ["AppHost", "ServiceDefaults", "services", "tests", "samples", "bench"];
    private static readonly string[] Foreign = ["bin", "obj", "node_modules", "artifacts"];

    public static string Root { get; } = FindRoot();

    /// <summary>All C# sources, with paths from the root.</summary>
    public static IReadOnlyList<string> Sources { get; } =
    [
        .. Roots.Select(root => Path.Combine(Root, root)).Where(Directory.Exists)
            .SelectMany(root => Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories))
            .Select(file => Path.GetRelativePath(Root, file))
            .Where(file => !file.Split('/').Any(part => Foreign.Contains(part)))
            .Order(StringComparer.Ordinal),
    ];

    public static IEnumerable<string> Lines(string file) => File.ReadLines(Path.Combine(Root, file));

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "ScfAspire.sln"))) return folder.FullName;
        }
        throw new DirectoryNotFoundException("The tests run from the repository's artifacts folder.");
    }
}
