namespace ScfAspire.RuntimeAgent.Tests.Doubles;

/// <summary>What runs on this machine.</summary>
internal static class HostProcesses
{
    public static IEnumerable<string> CommandLines()
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc").Where(folder => char.IsAsciiDigit(Path.GetFileName(folder)[0])))
        {
            string line;
            try
            {
                line = File.ReadAllText(Path.Combine(folder, "cmdline")).Replace('\0', ' ');
            }
            catch (IOException)
            {
                // It ended while the list was read.
                continue;
            }

            yield return line;
        }
    }

    /// <summary>Processes that run as a user, those that have ended and were not reaped left out.</summary>
    public static IReadOnlyList<int> OfUser(uint user)
    {
        List<int> found = [];
        foreach (var folder in Directory.EnumerateDirectories("/proc").Where(folder => char.IsAsciiDigit(Path.GetFileName(folder)[0])))
        {
            try
            {
                var lines = File.ReadAllLines(Path.Combine(folder, "status"));
                var isUsers = Array.Exists(lines, line => line.StartsWith($"Uid:\t{user}\t", StringComparison.Ordinal));
                if (isUsers && !Array.Exists(lines, line => line.StartsWith("State:\tZ", StringComparison.Ordinal))) found.Add(int.Parse(Path.GetFileName(folder), System.Globalization.CultureInfo.InvariantCulture));
            }
            catch (IOException)
            {
                // It ended while the list was read.
            }
        }

        return found;
    }
}
