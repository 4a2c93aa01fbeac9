using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ScfAspire.ServiceDefaults.Pods;

/// <summary>
/// The keys of agents in function pods, derived from the installation's key, which never enters such a pod. Whoever has the installation's key can derive them from
/// the agent's id again; see docs/specs/function-pods.md.
/// </summary>
public static class PodKeys
{
    /// <summary>What the id of every agent in a function pod begins with; no other agent's does.</summary>
    public const string IdPrefix = "pod/";

    /// <summary>Whether this agent has keys of its own.</summary>
    public static bool IsPod(string agentId) => agentId.StartsWith(IdPrefix, StringComparison.Ordinal);

    /// <summary>What the agent shows on calls to the platform until <paramref name="expires"/>, Unix seconds.</summary>
    public static string CallKey(InternalKey installation, string agentId, long expires) =>
        Derive(installation, string.Create(CultureInfo.InvariantCulture, $"scf-agent-1\n{agentId}\n{expires}"));

    /// <summary>What agent and platform prove to each other on invocation links, and what the Scheduler shows at the agent's control endpoint.</summary>
    public static string LinkKey(InternalKey installation, string agentId) => Derive(installation, $"scf-agent-link-1\n{agentId}");

    /// <summary>Shows that the agent was given an instance of this function version.</summary>
    public static string Ticket(InternalKey installation, string agentId, string specId) => Derive(installation, $"scf-ticket-1\n{agentId}\n{specId}");

    /// <summary>The key for links to this agent: the installation's, or the pod's own.</summary>
    public static byte[] LinkKeyBytes(InternalKey installation, string agentId) =>
        IsPod(agentId) ? Encoding.UTF8.GetBytes(LinkKey(installation, agentId)) : installation.Bytes.ToArray();

    /// <summary>Compares in constant time.</summary>
    public static bool Matches(string expected, string? presented) =>
        presented is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(presented));

    private static string Derive(InternalKey installation, string text) => Base64Url.EncodeToString(HMACSHA256.HashData(installation.Bytes, Encoding.UTF8.GetBytes(text)));
}
