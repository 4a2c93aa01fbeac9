using System.Globalization;
using Microsoft.Extensions.Configuration;
using ScfAspire.ServiceDefaults;

namespace ScfAspire.Transport;

/// <summary>How long an event loop looks for events before it sleeps.</summary>
public static class SpinSetting
{
    /// <summary>Environment key: whole microseconds, 0 to 1,000; 0 is never.</summary>
    public const string Key = "SCF_SPIN_US";

    /// <summary>About what a call takes from one hop to its answer where the function itself takes next to nothing.</summary>
    private const int DefaultMicroseconds = 200;

    private const int MostMicroseconds = 1000;

    /// <summary>Never where the process has a single core, or a share of one: looking would take it from the very work that is waited for.</summary>
    /// <exception cref="ConfigurationException">The value is no number of that range.</exception>
    public static TimeSpan Read(IConfiguration configuration)
    {
        var text = configuration[Key];
        var microseconds = DefaultMicroseconds;
        if (!string.IsNullOrEmpty(text) && (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out microseconds) || microseconds > MostMicroseconds))
            throw new ConfigurationException($"{Key}={text} is no number of microseconds from 0 to {MostMicroseconds}.");
        return Environment.ProcessorCount > 1 ? TimeSpan.FromMicroseconds(microseconds) : TimeSpan.Zero;
    }
}
