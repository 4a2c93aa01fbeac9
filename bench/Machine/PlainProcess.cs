using System.Diagnostics;
using ScfAspire.AppHost.Local.Processes;

namespace ScfAspire.Bench.Machine;

/// <summary>The reference of the cold rows: an interpreter that starts, does nothing and ends.</summary>
/// <param name="Name">As it is shown.</param>
/// <param name="Program">The very interpreter that the agent uses.</param>
/// <param name="Arguments">Of the program.</param>
internal sealed record PlainProcess(string Name, string Program, IReadOnlyList<string> Arguments)
{
    public static async Task<PlainProcess> NodeAsync(CancellationToken cancellationToken) =>
        new("node -e 0", await ResolveAsync("node", ["-p", "process.execPath"], cancellationToken), ["-e", "0"]);

    public static async Task<PlainProcess> PythonAsync(CancellationToken cancellationToken) =>
        new("python3 -c pass", await ResolveAsync("python3", ["-c", "import sys; print(sys.executable)"], cancellationToken), ["-c", "pass"]);

    /// <summary>Milliseconds from spawn to exit.</summary>
    public async Task<double> RunAsync(CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        using var process = Process.Start(new ProcessStartInfo(Program, Arguments))!;
        await process.WaitForExitAsync(cancellationToken);
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    /// <summary>Milliseconds of each of several that are started at once, from the first spawn.</summary>
    public async Task<IReadOnlyList<double>> RunAllAsync(int count, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        return await Task.WhenAll(Enumerable.Range(0, count).Select(async _ =>
        {
            await RunAsync(cancellationToken);
            return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }));
    }

    // System folders first, as the agent looks: what is on PATH may be a shim that starts much else.
    private static async Task<string> ResolveAsync(string name, IReadOnlyList<string> query, CancellationToken cancellationToken)
    {
        var program = new[] { $"/usr/bin/{name}", $"/usr/local/bin/{name}" }.FirstOrDefault(File.Exists) ?? ToolPath.Find(name);
        return await ProgramVersion.OfAsync(program, query, cancellationToken);
    }
}
