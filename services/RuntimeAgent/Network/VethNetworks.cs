using System.Net.NetworkInformation;
using System.Net.Sockets;
using Microsoft.Win32.SafeHandles;
using ScfAspire.RuntimeAgent.Native;

namespace ScfAspire.RuntimeAgent.Network;

/// <summary>Networks by a pair of virtual links per sandbox and address translation in the network that they lead to.</summary>
internal sealed class VethNetworks : ISandboxNetworks
{
    private readonly NetworkSockets _sockets = new();
    private readonly NetworkPlan _plan;
    private readonly NetworkTools _tools;

    private VethNetworks(NetworkPlan plan, NetworkTools tools)
    {
        _plan = plan;
        _tools = tools;
    }

    public string Name => "netns";

    /// <exception cref="IOException">A tool is missing or the kernel refuses; the message is for people.</exception>
    public static async Task<VethNetworks> OpenAsync(NetworkPlan plan, NetworkTools tools, string rules)
    {
        await tools.ForwardAsync();
        var networks = new VethNetworks(plan, tools);
        await networks.RemoveLinksAsync();
        await tools.FilterAsync(rules);
        return networks;
    }

    public async Task<ISandboxNetwork> ConnectAsync(int index, int process, bool uplink)
    {
        var own = Pipes.OpenReadOnly($"/proc/{process}/ns/net");
        if (!uplink) return new VethNetwork(this, own, null);
        var link = _plan.Interface(index);
        await _tools.IpAsync($"""
            link add {link} type veth peer name eth0 netns {process}
            addr add {_plan.HostAddress(index)}/31 dev {link}
            link set {link} up

            """);
        await _tools.IpInsideAsync(process, $"""
            addr add {_plan.SandboxAddress(index)}/31 dev eth0
            link set eth0 up
            route add default via {_plan.HostAddress(index)}

            """);
        return new VethNetwork(this, own, link);
    }

    public async ValueTask DisposeAsync()
    {
        await RemoveLinksAsync();
        await _tools.FilterAsync($"table inet {_plan.Table}\ndelete table inet {_plan.Table}\n");
        _sockets.Dispose();
    }

    private async Task RemoveLinksAsync()
    {
        var links = NetworkInterface.GetAllNetworkInterfaces().Select(link => link.Name).Where(name => name.StartsWith(_plan.InterfacePrefix, StringComparison.Ordinal)).ToArray();
        if (links.Length > 0) await _tools.RemoveLinksAsync(links);
    }

    private sealed class VethNetwork(VethNetworks networks, SafeFileHandle own, string? link) : ISandboxNetwork
    {
        private string? _link = link;

        public Task<Socket> OpenSocketAsync(CancellationToken cancellationToken) => networks._sockets.OpenAsync(own).WaitAsync(cancellationToken);

        public async Task DisconnectAsync()
        {
            if (Interlocked.Exchange(ref _link, null) is { } name) await networks._tools.IpAsync($"link del {name}\n");
        }

        public async ValueTask DisposeAsync()
        {
            own.Dispose();
            // The kernel may already be taking it away with the namespace.
            if (Interlocked.Exchange(ref _link, null) is { } name) await networks._tools.RemoveLinksAsync([name]);
        }
    }
}
