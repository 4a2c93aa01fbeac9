using System.Net.NetworkInformation;
using System.Security.Cryptography;
using System.Text;

namespace ScfAspire.RuntimeAgent.Tests.Doubles;

/// <summary>What sandboxes of one agent there are on this machine, seen from outside.</summary>
internal sealed class MachineTrace(string dataDir)
{
    private readonly string _key = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(dataDir)))[..8];

    public IReadOnlyList<string> Cgroups() =>
    [
        .. Directory.EnumerateDirectories("/sys/fs/cgroup", $"scf-{_key}", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = true })
            .SelectMany(Directory.EnumerateDirectories),
    ];

    public IReadOnlyList<string> Links() =>
        [.. NetworkInterface.GetAllNetworkInterfaces().Select(each => each.Name).Where(name => name.StartsWith($"s{_key}", StringComparison.Ordinal))];

    public IReadOnlyList<string> Folders() => [.. Directory.EnumerateDirectories(Path.Combine(dataDir, "instances"))];

    /// <summary>Processes inside the agent's control groups.</summary>
    public IReadOnlyList<WatchedProcess> Processes() =>
        [.. Cgroups().SelectMany(folder => File.ReadAllLines(Path.Combine(folder, "cgroup.procs"))).Distinct().Select(line => new WatchedProcess(int.Parse(line, System.Globalization.CultureInfo.InvariantCulture)))];
}
