using System.Diagnostics;
using System.Runtime.InteropServices;
using ScfAspire.RuntimeAgent.Native;

namespace ScfAspire.RuntimeAgent.Hosting;

/// <summary>
/// An agent of an ordinary user lives in a user namespace of its own, in which it is root and its sandboxes' namespaces are below its own: so
/// it may make networks, enter those of its sandboxes and look after their processes just as root may on the host.
/// </summary>
internal static class UserNamespace
{
    private const string Unshare = "/usr/bin/unshare";
    private const string EveryUser = "4294967295";

    /// <summary>This process is the host's root, or that of a container that has all of the host's users.</summary>
    public static bool IsHostRoot => LibC.EffectiveUser() == 0
        && File.ReadAllText("/proc/self/uid_map").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) is ["0", "0", EveryUser];

    /// <summary>
    /// Becomes the same program in a new user namespace, under the same process id; nothing of this life goes on. Returns where it is not needed,
    /// and where the machine does not allow it.
    /// </summary>
    public static void EnterWhenOrdinaryUser()
    {
        if (LibC.EffectiveUser() == 0 || !IsAllowed()) return;
        var self = File.ReadAllText("/proc/self/cmdline").Split('\0')[1..^1];
        Execute(Unshare, ["unshare", "--user", "--map-root-user", "--", Environment.ProcessPath!, .. self]);
    }

    private static bool IsAllowed()
    {
        if (!File.Exists(Unshare)) return false;
        // A machine may allow the namespace but nothing in it: a network is what will be asked for next.
        using var trial = Process.Start(new ProcessStartInfo(Unshare, ["--user", "--map-root-user", "--net", "true"]) { RedirectStandardError = true })!;
        trial.WaitForExit();
        return trial.ExitCode == 0;
    }

    private static unsafe void Execute(string program, IReadOnlyList<string> arguments)
    {
        var list = (byte**)NativeMemory.AllocZeroed((nuint)arguments.Count + 1, (nuint)sizeof(byte*));
        for (var i = 0; i < arguments.Count; i++) list[i] = (byte*)Marshal.StringToCoTaskMemUTF8(arguments[i]);
        _ = LibC.Execute(program, list);
        throw LibC.Failure(program);
    }
}
