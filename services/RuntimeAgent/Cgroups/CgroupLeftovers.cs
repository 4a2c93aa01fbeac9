using System.Runtime.InteropServices;
using ScfAspire.RuntimeAgent.Native;

namespace ScfAspire.RuntimeAgent.Cgroups;

/// <summary>Ends and removes what a former life of this agent left. That life may have been in another group: its folders are remembered in a file.</summary>
internal static class CgroupLeftovers
{
    /// <param name="journal">File that names the folders of former lives.</param>
    /// <param name="current">This life's folders, or none.</param>
    public static async Task RemoveAsync(string journal, IReadOnlyList<string> current)
    {
        var former = File.Exists(journal) ? await File.ReadAllLinesAsync(journal) : [];
        foreach (var folder in former.Concat(current).Distinct().Where(Directory.Exists)) await EmptyAsync(folder, keep: current.Contains(folder));
        await File.WriteAllLinesAsync(journal, current);
    }

    private static async Task EmptyAsync(string folder, bool keep)
    {
        var ends = CgroupFile.Processes(folder).Distinct().Select(KillAsync).ToArray();
        await Task.WhenAll(ends);
        foreach (var group in Directory.EnumerateDirectories(folder)) CgroupFile.Remove(group);
        if (!keep) CgroupFile.Remove(folder);
    }

    // Not a child of this process: its end is known when its descriptor becomes readable.
    private static async Task KillAsync(int process)
    {
        var descriptor = LibC.ProcessDescriptor(process);
        if (descriptor < 0)
        {
            if (Marshal.GetLastPInvokeError() == LibC.NoSuchProcess) return;
            throw LibC.Failure("pidfd_open");
        }

        using var handle = new Microsoft.Win32.SafeHandles.SafeFileHandle(descriptor, ownsHandle: true);
        _ = LibC.Signal(descriptor, LibC.SigKill);
        await Task.Run(() => LibC.WaitReadable(descriptor));
    }
}
