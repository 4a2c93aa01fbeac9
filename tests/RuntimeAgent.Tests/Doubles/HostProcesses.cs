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
}
