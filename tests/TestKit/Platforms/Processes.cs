using System.Globalization;

namespace ScfAspire.TestKit.Platforms;

/// <summary>Reads the machine's process table.</summary>
public static class Processes
{
    /// <summary>Whether the process exists and is no zombie.</summary>
    public static bool IsAlive(int pid) => Read(pid) is { State: not ('Z' or 'X') };

    /// <summary>The process and everything that descends from it, zombies left out.</summary>
    public static IReadOnlyList<int> Tree(int root)
    {
        var children = All().Where(process => process.State is not ('Z' or 'X')).ToLookup(process => process.Parent, process => process.Pid);
        var found = new List<int>();
        var next = new Queue<int>([root]);
        while (next.TryDequeue(out var pid))
        {
            if (IsAlive(pid)) found.Add(pid);
            foreach (var child in children[pid]) next.Enqueue(child);
        }
        return found;
    }

    /// <summary>The command line of a living process, for messages; empty when there is none.</summary>
    public static string CommandLine(int pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/cmdline").Replace('\0', ' ').Trim();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private static IEnumerable<(int Pid, int Parent, char State)> All()
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) && Read(pid) is { } process)
                yield return (pid, process.Parent, process.State);
        }
    }

    private static (int Parent, char State)? Read(int pid)
    {
        try
        {
            // pid (name) state parent ...: the name may hold spaces and brackets.
            var text = File.ReadAllText($"/proc/{pid}/stat");
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            return (int.Parse(fields[1], CultureInfo.InvariantCulture), fields[0][0]);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
