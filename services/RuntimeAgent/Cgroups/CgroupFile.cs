using System.Globalization;
using System.Text;

namespace ScfAspire.RuntimeAgent.Cgroups;

/// <summary>Reads and writes the kernel's control files.</summary>
internal static class CgroupFile
{
    /// <exception cref="IOException">The kernel refuses the value.</exception>
    public static void Write(string path, string value)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        RandomAccess.Write(file, Encoding.ASCII.GetBytes(value), 0);
    }

    public static void Write(string path, long value) => Write(path, value.ToString(CultureInfo.InvariantCulture));

    /// <summary>A file that holds one number; 0 where it holds none or is gone.</summary>
    public static long ReadNumber(string path) => File.Exists(path) && long.TryParse(File.ReadAllText(path).AsSpan().Trim(), CultureInfo.InvariantCulture, out var value) ? value : 0;

    /// <summary>The number behind a name in a file of <c>name number</c> lines; 0 where it is not there.</summary>
    public static long ReadField(string path, string name)
    {
        if (!File.Exists(path)) return 0;
        foreach (var line in File.ReadLines(path))
        {
            var space = line.IndexOf(' ', StringComparison.Ordinal);
            if (space == name.Length && line.StartsWith(name, StringComparison.Ordinal)) return long.Parse(line.AsSpan(space + 1), CultureInfo.InvariantCulture);
        }

        return 0;
    }

    /// <summary>Processes in a group and the groups below it.</summary>
    public static IEnumerable<int> Processes(string folder) =>
        Directory.EnumerateFiles(folder, "cgroup.procs", SearchOption.AllDirectories)
            .SelectMany(File.ReadAllLines)
            .Select(line => int.Parse(line, CultureInfo.InvariantCulture));

    /// <summary>Removes a group and those below it; the kernel refuses while processes are in it.</summary>
    public static void Remove(string folder)
    {
        if (!Directory.Exists(folder)) return;
        foreach (var child in Directory.EnumerateDirectories(folder)) Remove(child);
        Directory.Delete(folder);
    }
}
