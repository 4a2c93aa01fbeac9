using System.Globalization;

namespace ScfAspire.Bench.Machine;

/// <summary>The machine's processes.</summary>
internal static class ProcessTable
{
    /// <summary>Null when there is no such process.</summary>
    public static ProcessStat? Stat(int pid)
    {
        string text;
        try
        {
            text = File.ReadAllText($"/proc/{pid}/stat");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }

        // The name stands in parentheses and may hold anything.
        var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
        return new ProcessStat(pid, (int)Number(1), Number(11), Number(12), Number(13) + Number(14));
        long Number(int index) => long.Parse(fields[index], CultureInfo.InvariantCulture);
    }

    /// <summary>All that descend from a process, itself left out.</summary>
    public static IReadOnlyList<int> Descendants(int root)
    {
        var children = Directory.EnumerateDirectories("/proc").Select(folder => int.TryParse(Path.GetFileName(folder), out var pid) ? Stat(pid) : null)
            .OfType<ProcessStat>().ToLookup(stat => stat.Parent, stat => stat.Pid);
        var found = new List<int>();
        var next = new Queue<int>([root]);
        while (next.TryDequeue(out var pid))
        {
            found.AddRange(children[pid]);
            foreach (var child in children[pid]) next.Enqueue(child);
        }

        return found;
    }
}
