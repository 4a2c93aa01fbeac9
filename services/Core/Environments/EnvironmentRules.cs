using System.Text;
using System.Text.RegularExpressions;
using ScfAspire.Core.Errors;
using ScfAspire.Core.Limits;

namespace ScfAspire.Core.Environments;

/// <summary>What a user may put into a function's environment.</summary>
public static partial class EnvironmentRules
{
    /// <summary>Keys with these beginnings belong to the platform.</summary>
    public static IReadOnlyList<string> ReservedPrefixes { get; } = ["SCF_", "QCLOUD_", "TENCENTCLOUD_"];

    /// <summary>
    /// The environment as a map. A single pair of empty texts clears it. Of several pairs with one key the last counts.
    /// </summary>
    /// <exception cref="ScfException">A key out of rule or reserved, a NUL in a value, or more than 4 KB in all.</exception>
    public static IReadOnlyDictionary<string, string> Check(IReadOnlyList<KeyValuePair<string, string>> variables)
    {
        if (variables is [{ Key: "" or null, Value: "" or null }]) return new Dictionary<string, string>();
        var checkedVariables = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in variables)
        {
            if (string.IsNullOrEmpty(key) || !KeyPattern().IsMatch(key))
                throw new ScfException(ScfErrorCode.InvalidEnvironment, $"Environment key '{key}' must start with a letter and hold only letters, digits and '_'.");
            if (ReservedPrefixes.FirstOrDefault(prefix => key.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)) is { } reserved)
                throw new ScfException(ScfErrorCode.InvalidEnvironmentSystemProtect, $"Environment key '{key}' is reserved: keys that start with {reserved} belong to the platform.");
            if ((value ?? "").Contains('\0', StringComparison.Ordinal))
                throw new ScfException(ScfErrorCode.InvalidEnvironment, $"The value of environment key '{key}' holds a NUL character.");
            checkedVariables[key] = value ?? "";
        }

        var bytes = checkedVariables.Sum(pair => Encoding.UTF8.GetByteCount(pair.Key) + Encoding.UTF8.GetByteCount(pair.Value));
        if (bytes > ScfLimits.EnvironmentBytes)
        {
            throw new ScfException(
                ScfErrorCode.InvalidEnvironmentExceededLimit,
                $"The environment has {bytes} bytes of keys and values; at most {ScfLimits.EnvironmentBytes} are allowed.");
        }

        return checkedVariables;
    }

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9_]*\z")]
    private static partial Regex KeyPattern();
}
