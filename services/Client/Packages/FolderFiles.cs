namespace ScfAspire.Client.Packages;

/// <summary>The files of a folder in a fixed order. Links are followed inside the folder and refused where they lead out of it.</summary>
internal static class FolderFiles
{
    /// <returns>Name in the package and path on disk, ordered by name.</returns>
    public static IReadOnlyList<(string Name, string Source)> In(string folder, IgnoreRules ignore)
    {
        var root = RealPath(new DirectoryInfo(Path.GetFullPath(folder)));
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        Walk(root, root, "", ignore, [root], files);
        return [.. files.Select(f => (f.Key, f.Value))];
    }

    private static void Walk(string root, string folder, string prefix, IgnoreRules ignore, HashSet<string> above, SortedDictionary<string, string> files)
    {
        foreach (var item in new DirectoryInfo(folder).EnumerateFileSystemInfos())
        {
            var name = prefix + item.Name;
            var isFolder = Directory.Exists(item.FullName);
            if (ignore.Ignores(name, isFolder)) continue;
            var real = RealPath(item);
            if (real != root && !real.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal))
                throw new PackageException($"{item.FullName} is a link to {real}, outside the folder that is deployed: copy the file, or ignore it.");
            if (!isFolder)
            {
                if (!File.Exists(real)) throw new PackageException($"{item.FullName} is a link to nothing: remove it, or ignore it.");
                files.Add(name, real);
            }
            else if (above.Add(real))
            {
                Walk(root, real, name + "/", ignore, above, files);
                above.Remove(real);
            }
        }
    }

    private static string RealPath(FileSystemInfo item) =>
        item.LinkTarget is null ? item.FullName.TrimEnd(Path.DirectorySeparatorChar) : item.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
}
