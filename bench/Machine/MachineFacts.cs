using System.Globalization;

namespace ScfAspire.Bench.Machine;

/// <summary>What the figures were measured on.</summary>
/// <param name="Processor">Model of the processor.</param>
/// <param name="Cores">Cores that this process may use.</param>
/// <param name="MemoryMb">Memory of the machine.</param>
/// <param name="Kernel">Kernel and its version.</param>
/// <param name="System">Distribution.</param>
/// <param name="Versions">Of the programs that take part, by name.</param>
internal sealed record MachineFacts(string Processor, int Cores, long MemoryMb, string Kernel, string System, IReadOnlyDictionary<string, string> Versions)
{
    public static async Task<MachineFacts> ReadAsync(CancellationToken cancellationToken) => new(
        Value("/proc/cpuinfo", "model name"),
        Environment.ProcessorCount,
        long.Parse(Value("/proc/meminfo", "MemTotal").Split(' ')[0], CultureInfo.InvariantCulture) / 1024,
        $"{(await File.ReadAllTextAsync("/proc/sys/kernel/ostype", cancellationToken)).Trim()} {(await File.ReadAllTextAsync("/proc/sys/kernel/osrelease", cancellationToken)).Trim()}",
        Value("/etc/os-release", "PRETTY_NAME").Trim('"'),
        new SortedDictionary<string, string>
        {
            [".NET"] = Environment.Version.ToString(),
            ["Node.js"] = await ProgramVersion.OfAsync("node", ["--version"], cancellationToken),
            ["Python"] = await ProgramVersion.OfAsync("python3", ["--version"], cancellationToken),
            ["redis-server"] = await ProgramVersion.OfAsync("redis-server", ["--version"], cancellationToken),
            ["wrk"] = await ProgramVersion.OfAsync("wrk", ["--version"], cancellationToken),
        });

    private static string Value(string file, string key) =>
        File.Exists(file) ? File.ReadLines(file).FirstOrDefault(line => line.StartsWith(key, StringComparison.Ordinal))?.Split([':', '='], 2)[1].Trim() ?? "" : "";
}
