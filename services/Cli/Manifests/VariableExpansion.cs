using System.Text.RegularExpressions;

namespace ScfAspire.Cli.Manifests;

/// <summary><c>${NAME}</c> and <c>${NAME:-otherwise}</c> in the environment of a scf.yaml, so that secrets stay out of it; <c>$${</c> stands for <c>${</c>.</summary>
internal static partial class VariableExpansion
{
    /// <returns>The text, or the name of the variable that is not set.</returns>
    public static (string? Text, string? Missing) Expand(string text, Func<string, string?> variable)
    {
        string? missing = null;
        var expanded = Reference().Replace(text, match =>
        {
            if (match.Value.StartsWith("$$", StringComparison.Ordinal)) return "${";
            var name = match.Groups["name"].Value;
            var value = variable(name);
            if (string.IsNullOrEmpty(value) && match.Groups["otherwise"].Success) return match.Groups["otherwise"].Value;
            if (value is null) missing ??= name;
            return value ?? "";
        });
        return missing is null ? (expanded, null) : (null, missing);
    }

    [GeneratedRegex(@"\$\$\{|\$\{(?<name>[A-Za-z_][A-Za-z0-9_]*)(?::-(?<otherwise>[^}]*))?\}", RegexOptions.CultureInvariant)]
    private static partial Regex Reference();
}
