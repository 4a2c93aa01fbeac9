using System.Diagnostics;
using System.Text.RegularExpressions;

namespace ScfAspire.Bench.Machine;

/// <summary>Asks programs for their version.</summary>
internal static partial class ProgramVersion
{
    /// <summary>The first version in what the program prints, whatever its exit code; its first line where there is none.</summary>
    public static async Task<string> OfAsync(string program, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        var text = await output + await errors;
        return Version().Match(text) is { Success: true } version ? version.Value : text.Split('\n')[0].Trim();
    }

    [GeneratedRegex(@"\d+(\.\d+)+(-[0-9+a-z]+)?")]
    private static partial Regex Version();
}
