using System.Diagnostics;

namespace ScfAspire.Bench.Machine;

/// <summary>Asks programs for their version.</summary>
internal static class ProgramVersion
{
    /// <summary>The first line that the program prints, whatever its exit code.</summary>
    public static async Task<string> OfAsync(string program, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return (await output + await errors).Split('\n')[0].Trim();
    }
}
