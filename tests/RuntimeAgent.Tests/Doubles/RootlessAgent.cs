using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using ScfAspire.RuntimeAgent.Native;

namespace ScfAspire.RuntimeAgent.Tests.Doubles;

/// <summary>
/// The agent as a process of an ordinary user. Tests that root runs give it a user that nobody else on the machine is, and see to it that this
/// user finds what an ordinary one finds: the programs, wherever they lie, and /dev/net/tun open to all.
/// </summary>
public sealed class RootlessAgent : AgentUnderTest
{
    private const uint FirstUser = 1_800_000_000;

    private const string AsUser = """
        set -e
        user=$1 folder=$2 programs=$3 dotnet=$4 tun=$5
        shift 5
        chown "$user:$user" "$folder"
        mkdir "$folder/programs" "$folder/dotnet"
        mount --bind "$programs" "$folder/programs"
        mount --bind "$dotnet" "$folder/dotnet"
        mkdir -p /dev/net
        mount -t tmpfs tmpfs /dev/net
        mknod -m "$tun" /dev/net/tun c 10 200
        cd "$folder"
        exec setpriv --reuid "$user" --regid "$user" --clear-groups "$folder/dotnet/dotnet" "$folder/programs/ScfAspire.RuntimeAgent.dll" "$@"
        """;

    /// <summary>Whether /dev/net/tun is open to the agent's user; on the machine of an ordinary user it mostly is.</summary>
    public bool MayMakeLinks { get; init; } = true;

    private readonly uint _user = FirstUser + (uint)Random.Shared.Next(1_000_000);
    private Process? _process;

    /// <summary>Every process of the agent's user. Those of one that is the tests' user too are not told from the tests' own.</summary>
    internal IReadOnlyList<WatchedProcess> Processes() => [.. HostProcesses.OfUser(_user).Select(process => new WatchedProcess(process))];

    private protected override async Task StartAgentAsync()
    {
        var dotnet = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        var start = LibC.EffectiveUser() == 0
            ? new ProcessStartInfo("unshare", ["--mount", "sh", "-c", AsUser, "sh", _user.ToString(CultureInfo.InvariantCulture), Folder, AppContext.BaseDirectory, dotnet, MayMakeLinks ? "666" : "600", .. Arguments])
            : new ProcessStartInfo(Path.Combine(dotnet, "dotnet"), [Path.Combine(AppContext.BaseDirectory, "ScfAspire.RuntimeAgent.dll"), .. Arguments]);
        _process = Process.Start(start)!;
        var ended = _process.WaitForExitAsync();
        var ready = Platform.Reports.FirstAsync(_ => true);
        await Task.WhenAny(ready, ended);
        Assert.False(_process.HasExited, "The agent ended as soon as it was started.");
        await ready;
    }

    internal void Kill() => _process!.Kill();

    internal override async Task StopAgentAsync()
    {
        if (_process is null) return;
        if (!_process.HasExited) _ = LibC.Kill(_process.Id, LibC.SigTerm);
        await _process.WaitForExitAsync();
    }
}
