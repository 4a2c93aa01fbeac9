namespace ScfAspire.Core.Packages;

/// <summary>Paths inside a package.</summary>
public static class EntryPath
{
    /// <summary>The path with single slashes and without <c>.</c> and a trailing slash; null when it would leave the package's folder.</summary>
    public static string? Normalize(string name)
    {
        if (name.Length == 0 || name.Contains('\0', StringComparison.Ordinal)) return null;
        var path = name.Replace('\\', '/');
        if (path[0] == '/' || (path.Length > 1 && path[1] == ':')) return null;
        var parts = new List<string>();
        foreach (var part in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part == "..") return null;
            if (part != ".") parts.Add(part);
        }

        return string.Join('/', parts);
    }

    /// <summary>
    /// The link stays inside the package. <c>..</c> counts only at the target's beginning: after a name that may itself be a link it
    /// cannot be followed on paper, so it is refused.
    /// </summary>
    public static bool IsInwardLink(string linkPath, string target)
    {
        if (target.Length == 0 || target[0] == '/' || target.Contains('\0', StringComparison.Ordinal) || target.Contains('\\', StringComparison.Ordinal)) return false;
        var depth = linkPath.Count(c => c == '/');
        var named = false;
        foreach (var part in target.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part == ".") continue;
            if (part != "..")
            {
                named = true;
                continue;
            }

            if (named || --depth < 0) return false;
        }

        return true;
    }
}
