using ScfAspire.RuntimeAgent.Limits;

namespace ScfAspire.RuntimeAgent.Cgroups;

/// <summary>Control groups of version 1: one folder in each controller's own tree.</summary>
internal sealed class CgroupV1Tree : ILimiter
{
    private readonly string _memory;
    private readonly string _cpu;
    private readonly string _pids;

    private CgroupV1Tree(string memory, string cpu, string pids)
    {
        _memory = memory;
        _cpu = cpu;
        _pids = pids;
    }

    public string Name => "cgroup v1";

    /// <summary>Null where a controller is missing or its tree may not be changed.</summary>
    public static CgroupV1Tree? TryOpen(CgroupMounts mounts, string key)
    {
        if (!mounts.Controllers.TryGetValue("memory", out var memory)
            || !mounts.Controllers.TryGetValue("cpu", out var cpu)
            || !mounts.Controllers.TryGetValue("pids", out var pids))
            return null;
        var tree = new CgroupV1Tree(Path.Combine(memory, key), Path.Combine(cpu, key), Path.Combine(pids, key));
        try
        {
            foreach (var folder in tree.Folders) Directory.CreateDirectory(folder);
            return tree;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public IReadOnlyList<string> Folders => [_memory, _cpu, _pids];

    public ISandboxLimits Create(string name)
    {
        var group = new CgroupV1(Path.Combine(_memory, name), Path.Combine(_cpu, name), Path.Combine(_pids, name));
        foreach (var folder in group.Folders) Directory.CreateDirectory(folder);
        return group;
    }
}
