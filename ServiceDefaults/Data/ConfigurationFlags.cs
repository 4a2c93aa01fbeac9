using Microsoft.Extensions.Configuration;

namespace ScfAspire.ServiceDefaults.Data;

/// <summary>Reads switches without reflection, which native compilation would not keep.</summary>
internal static class ConfigurationFlags
{
    /// <exception cref="ConfigurationException">The value is neither true nor false.</exception>
    public static bool Flag(this IConfigurationSection section, string key, bool otherwise) =>
        section[key] is not { } text ? otherwise
        : bool.TryParse(text, out var value) ? value
        : throw new ConfigurationException($"{section.Path}:{key}={text} is neither true nor false.");
}
