using ScfAspire.AppHost.Local.Processes;

namespace ScfAspire.AppHost.Local.DataServers;

/// <summary>Where this machine's PostgreSQL server is.</summary>
/// <param name="Folder">Folder of <c>postgres</c> and <c>initdb</c>.</param>
internal sealed record PostgresBinaries(string Folder)
{
    public string Server => Path.Combine(Folder, "postgres");

    public string InitDb => Path.Combine(Folder, "initdb");

    /// <summary>The newest server on PATH or in the folders that distributions use.</summary>
    /// <exception cref="MissingToolException">There is none.</exception>
    public static PostgresBinaries Find()
    {
        var onPath = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries);
        var versioned = Folders("/usr/lib/postgresql").OrderByDescending(VersionOf).Select(folder => Path.Combine(folder, "bin"))
            .Concat(Folders("/usr").Where(folder => Path.GetFileName(folder).StartsWith("pgsql-", StringComparison.Ordinal)).OrderByDescending(VersionOf)
                .Select(folder => Path.Combine(folder, "bin")));
        var folder = onPath.Concat(versioned).Append("/usr/local/pgsql/bin").Append("/usr/libexec/postgresql")
            .FirstOrDefault(folder => File.Exists(Path.Combine(folder, "postgres")) && File.Exists(Path.Combine(folder, "initdb")));
        return folder is null ? throw new MissingToolException("postgres (the PostgreSQL server)") : new PostgresBinaries(folder);
    }

    private static IEnumerable<string> Folders(string parent) => Directory.Exists(parent) ? Directory.EnumerateDirectories(parent) : [];

    private static int VersionOf(string folder) => int.TryParse(Path.GetFileName(folder).Split('-')[^1], out var version) ? version : 0;
}
