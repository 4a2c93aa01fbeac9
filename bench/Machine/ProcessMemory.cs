using System.Globalization;

namespace ScfAspire.Bench.Machine;

/// <summary>Memory of processes as proportional set size: what several share is divided among them, so that sums are right.</summary>
internal static class ProcessMemory
{
    /// <summary>Bytes; 0 when the process has ended.</summary>
    public static long Pss(int pid)
    {
        try
        {
            var line = File.ReadLines($"/proc/{pid}/smaps_rollup").FirstOrDefault(line => line.StartsWith("Pss:", StringComparison.Ordinal));
            return line is null ? 0 : long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }
}
