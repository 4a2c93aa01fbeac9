using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace ScfAspire.RuntimeAgent.Network;

/// <summary>The addresses under which this host itself answers.</summary>
internal static class HostAddresses
{
    /// <summary>IPv4, loopback left out.</summary>
    public static IReadOnlyCollection<string> Current() =>
    [
        .. NetworkInterface.GetAllNetworkInterfaces()
            .SelectMany(each => each.GetIPProperties().UnicastAddresses)
            .Where(each => each.Address.AddressFamily == AddressFamily.InterNetwork && !System.Net.IPAddress.IsLoopback(each.Address))
            .Select(each => each.Address.ToString())
            .Distinct(),
    ];
}
