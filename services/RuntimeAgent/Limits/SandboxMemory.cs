using System.Globalization;
using Microsoft.Win32.SafeHandles;
using ScfAspire.RuntimeAgent.Native;
using ScfAspire.RuntimeAgent.Sandbox;

namespace ScfAspire.RuntimeAgent.Limits;

/// <summary>The memory of one sandbox by the kernel's accounts of its processes, and of its file systems in memory.</summary>
internal sealed class SandboxMemory(int first) : IDisposable
{
    private static readonly string[] FileSystems = ["tmp", "dev"];
    private static readonly EnumerationOptions All = new() { IgnoreInaccessible = true, AttributesToSkip = 0, ReturnSpecialDirectories = false };

    // The sandbox's root folder: what is below it is its own, also when the number of its first process belongs to another one.
    private SafeFileHandle? _root;

    /// <summary>Bytes, at most; quick. Memory that processes share may be counted more than once.</summary>
    public long AtMost()
    {
        if (Root() is not { } root) return 0;
        var bytes = FilesIn(root);
        foreach (var process in Processes(root))
        {
            if (Read(Path.Combine(process, "statm"))?.Split(' ') is not [_, var resident, var shared, ..]) continue;
            bytes += (Number(resident) - Number(shared)) * Environment.SystemPageSize;
        }

        return bytes;
    }

    /// <summary>Bytes, with what processes share counted once.</summary>
    public long Exactly()
    {
        if (Root() is not { } root) return 0;
        long own = 0, mapped = 0;
        foreach (var process in Processes(root))
        {
            foreach (var line in (Read(Path.Combine(process, "smaps_rollup")) ?? "").Split('\n'))
            {
                if (line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) is not [var name, var kilobytes, ..]) continue;
                if (name is "Pss_Anon:" or "SwapPss:") own += Number(kilobytes) * 1024;
                else if (name == "Pss_Shmem:") mapped += Number(kilobytes) * 1024;
            }
        }

        // A file in memory may be mapped too: the larger of the two is what there is at least.
        return own + Math.Max(mapped, FilesIn(root));
    }

    private string? Root()
    {
        if (_root is null)
        {
            // Until bubblewrap has made it, the process still has the host's root.
            var path = $"/proc/{first.ToString(CultureInfo.InvariantCulture)}/root";
            if (!Directory.Exists(path + SandboxPaths.Agent)) return null;
            var descriptor = LibC.Open(path, LibC.OpenPath | LibC.OpenDirectory | LibC.OpenCloseOnExec, 0);
            if (descriptor < 0) return null;
            _root = new SafeFileHandle(descriptor, ownsHandle: true);
        }

        return string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{_root.DangerousGetHandle()}");
    }

    private static IEnumerable<string> Processes(string root)
    {
        try
        {
            return [.. Directory.EnumerateDirectories(root + "/proc", "*", All).Where(path => char.IsAsciiDigit(Path.GetFileName(path)[0]))];
        }
        catch (IOException)
        {
            // The sandbox has ended, and its processes with it.
            return [];
        }
    }

    private static long FilesIn(string root)
    {
        var bytes = 0L;
        foreach (var name in FileSystems)
        {
            try
            {
                var files = new DriveInfo($"{root}/{name}");
                bytes += files.TotalSize - files.TotalFreeSpace;
            }
            catch (IOException)
            {
                // It has gone with the sandbox.
            }
        }

        return bytes;
    }

    // Null for a process that has ended meanwhile.
    private static string? Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static long Number(string text) => long.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);

    public void Dispose() => _root?.Dispose();
}
