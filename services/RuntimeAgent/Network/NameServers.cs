using System.Net;

namespace ScfAspire.RuntimeAgent.Network;

/// <summary>The host's name servers, as a sandbox can reach them.</summary>
internal static class NameServers
{
    // A stub on the host's loopback is out of a sandbox's reach; systemd-resolved keeps the real ones in the second file.
    private static readonly string[] Files = ["/etc/resolv.conf", "/run/systemd/resolve/resolv.conf"];

    public static IReadOnlyList<string> OfHost()
    {
        foreach (var file in Files)
        {
            if (!File.Exists(file)) continue;
            var servers = Parse(File.ReadAllLines(file));
            if (servers.Count > 0) return servers;
        }

        return [];
    }

    /// <summary>IPv4 addresses that are not loopback.</summary>
    public static IReadOnlyList<string> Parse(IEnumerable<string> lines) =>
    [
        .. lines
            .Select(line => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            .Where(words => words is ["nameserver", _, ..] && IPAddress.TryParse(words[1], out var address)
                && address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork && !IPAddress.IsLoopback(address))
            .Select(words => words[1]),
    ];
}
