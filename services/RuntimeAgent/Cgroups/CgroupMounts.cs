namespace ScfAspire.RuntimeAgent.Cgroups;

/// <summary>Where this machine's control groups are, and where in them this process is.</summary>
/// <param name="Unified">Folder of this process in the v2 tree; null when there is none.</param>
/// <param name="UnifiedRoot">Mount point of the v2 tree.</param>
/// <param name="Controllers">Folder of this process for each v1 controller.</param>
internal sealed record CgroupMounts(string? Unified, string? UnifiedRoot, IReadOnlyDictionary<string, string> Controllers)
{
    public static CgroupMounts OfThisProcess() => Parse(File.ReadAllLines("/proc/self/mountinfo"), File.ReadAllLines("/proc/self/cgroup"));

    /// <param name="mountInfo">Lines of /proc/self/mountinfo.</param>
    /// <param name="memberships">Lines of /proc/self/cgroup.</param>
    public static CgroupMounts Parse(IEnumerable<string> mountInfo, IEnumerable<string> memberships)
    {
        Dictionary<string, (string Root, string Point)> mounts = [];
        foreach (var line in mountInfo)
        {
            var words = line.Split(' ');
            var dash = Array.IndexOf(words, "-");
            if (dash < 0 || dash + 3 >= words.Length) continue;
            if (words[dash + 1] == "cgroup2") mounts.TryAdd("", (words[3], words[4]));
            if (words[dash + 1] != "cgroup") continue;
            foreach (var option in words[dash + 3].Split(',')) mounts.TryAdd(option, (words[3], words[4]));
        }

        string? unified = null;
        Dictionary<string, string> controllers = [];
        foreach (var line in memberships)
        {
            var parts = line.Split(':', 3);
            foreach (var controller in parts[1].Split(','))
            {
                if (!mounts.TryGetValue(controller, out var mount)) continue;
                var folder = Join(mount, parts[2]);
                if (controller.Length == 0) unified = folder;
                else controllers[controller] = folder;
            }
        }

        return new CgroupMounts(unified, mounts.TryGetValue("", out var root) ? root.Point : null, controllers);
    }

    // A container sees a part of the tree mounted: its root is not the process's own path's.
    private static string Join((string Root, string Point) mount, string path)
    {
        if (mount.Root != "/" && path.StartsWith(mount.Root, StringComparison.Ordinal)) path = path[mount.Root.Length..];
        return path.Trim('/').Length == 0 ? mount.Point : Path.Combine(mount.Point, path.Trim('/'));
    }
}
