using ScfAspire.RuntimeAgent.Limits;

namespace ScfAspire.RuntimeAgent.Cgroups;

/// <summary>
/// Control groups of version 2, one tree for all controllers. Root makes its groups at the top of the tree; anybody else below its own group,
/// which has to be delegated, and moves what is in it into a leaf, since the kernel wants no processes where controllers are handed on.
/// </summary>
internal sealed class CgroupV2Tree : ILimiter
{
    private const string Leaf = "scf-agent";
    private const int Rounds = 5;

    private static readonly string[] Controllers = ["memory", "cpu", "pids"];

    private readonly string _folder;

    private CgroupV2Tree(string folder) => _folder = folder;

    public string Name => "cgroup v2";

    public IReadOnlyList<string> Folders => [_folder];

    /// <summary>Null where a controller is missing or may not be used.</summary>
    public static CgroupV2Tree? TryOpen(CgroupMounts mounts, string key, bool root)
    {
        if (mounts is not { Unified: { } own, UnifiedRoot: { } top }) return null;
        // A former life has moved whoever starts agents into the leaf: this one begins in it.
        var parent = root ? top : Path.GetFileName(own) == Leaf ? Path.GetDirectoryName(own)! : own;
        try
        {
            if (!Has(parent, "cgroup.controllers")) return null;
            if (!root) MoveIntoLeaf(parent);
            HandOn(parent);
            var folder = Path.Combine(parent, key);
            Directory.CreateDirectory(folder);
            HandOn(folder);
            return new CgroupV2Tree(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public ISandboxLimits Create(string name)
    {
        var folder = Path.Combine(_folder, name);
        Directory.CreateDirectory(folder);
        return new CgroupV2(folder);
    }

    private static bool Has(string folder, string file)
    {
        var present = File.ReadAllText(Path.Combine(folder, file)).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return Controllers.All(present.Contains);
    }

    private static void HandOn(string folder)
    {
        if (!Has(folder, "cgroup.subtree_control")) CgroupFile.Write(Path.Combine(folder, "cgroup.subtree_control"), "+memory +cpu +pids");
    }

    private static void MoveIntoLeaf(string folder)
    {
        var leaf = Path.Combine(folder, Leaf);
        Directory.CreateDirectory(leaf);
        // One that ends meanwhile needs no move; one that starts meanwhile makes handing on fail, and is seen by the next round.
        for (var round = 0; round < Rounds && File.ReadAllLines(Path.Combine(folder, "cgroup.procs")) is { Length: > 0 } processes; round++)
        {
            foreach (var process in processes) TryMove(leaf, process);
        }
    }

    private static void TryMove(string leaf, string process)
    {
        try
        {
            CgroupFile.Write(Path.Combine(leaf, "cgroup.procs"), process);
        }
        catch (IOException) when (!Directory.Exists($"/proc/{process}"))
        {
            // It has ended.
        }
    }
}
