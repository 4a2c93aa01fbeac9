namespace ScfAspire.ServiceDefaults;

/// <summary>The process is not configured as it must be; the message is one line that names the setting. The process ends with it and code 78.</summary>
public sealed class ConfigurationException : InvalidOperationException
{
    public ConfigurationException(string message)
        : base(message)
    {
    }

    public ConfigurationException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
