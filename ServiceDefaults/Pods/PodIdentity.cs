using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace ScfAspire.ServiceDefaults.Pods;

/// <summary>Who an agent in a function pod is to the platform: an id, a key that is renewed over its report stream, and the ticket of the function version that it was given.</summary>
public sealed class PodIdentity(string agentId, long expires, string key)
{
    private volatile Shown _shown = new(Header(agentId, expires), key, null);

    public string AgentId { get; } = agentId;

    /// <summary>What calls carry now.</summary>
    internal Shown Now => _shown;

    /// <summary>Null for a process that has the installation's key.</summary>
    /// <exception cref="ConfigurationException">A part is missing or wrong.</exception>
    public static PodIdentity? From(IConfiguration configuration)
    {
        if (configuration[ScfEnvironment.AgentId] is not { Length: > 0 } id) return null;
        if (!PodKeys.IsPod(id)) throw new ConfigurationException($"{ScfEnvironment.AgentId}={id} does not begin with {PodKeys.IdPrefix}.");
        if (!long.TryParse(configuration[ScfEnvironment.AgentExpires], NumberStyles.None, CultureInfo.InvariantCulture, out var expires))
            throw new ConfigurationException($"{ScfEnvironment.AgentExpires} is not a time in Unix seconds.");
        return new PodIdentity(id, expires, configuration[ScfEnvironment.AgentKey] is { Length: > 0 } key ? key : throw new ConfigurationException($"{ScfEnvironment.AgentKey} is not set."));
    }

    /// <summary>Takes a later key.</summary>
    public void Renew(long expires, string key) => _shown = new(Header(AgentId, expires), key, _shown.Ticket);

    /// <summary>The agent was given an instance of this function version; it has no second one.</summary>
    public void Take(string specId, string ticket) => _shown = _shown with { Ticket = $"{specId} {ticket}" };

    private static string Header(string id, long expires) => string.Create(CultureInfo.InvariantCulture, $"{id} {expires}");

    internal sealed record Shown(string Agent, string Key, string? Ticket);
}
