using System.Net.NetworkInformation;
using System.Net.Sockets;
using Microsoft.Win32.SafeHandles;
using ScfAspire.RuntimeAgent.Native;
using ScfAspire.RuntimeAgent.Processes;

namespace ScfAspire.RuntimeAgent.Network;

/// <summary>Networks by a pair of virtual links per sandbox and address translation, for an agent that is root.</summary>
internal sealed class VethNetworks(NetworkPlan plan, ProcessSpawner spawner, NetworkSockets sockets) : ISandboxNetworks
{
    private readonly ProcessSpawner _spawner = spawner;
    private readonly NetworkSockets _sockets = sockets;
    private const string Forwarding = "/proc/sys/net/ipv4/ip_forward";

    public string Name => "netns";

    /// <summary>Null where a tool is missing or the kernel refuses; the reason is for people.</summary>
    public static async Task<(VethNetworks? Networks, string Reason)> TryOpenAsync(NetworkPlan plan, ProcessSpawner spawner, IReadOnlyList<string> nameServers)
    {
        foreach (var tool in new[] { Tools.Ip, Tools.Nft, Tools.Nsenter })
        {
            if (!File.Exists(tool)) return (null, $"{tool} is not installed");
        }

        if ((await File.ReadAllTextAsync(Forwarding)).Trim() != "1") await File.WriteAllTextAsync(Forwarding, "1");
        var networks = new VethNetworks(plan, spawner, new NetworkSockets());
        await networks.RemoveLinksAsync();
        var (status, output) = await spawner.RunAsync(Tools.Nft, ["-f", "-"], plan.Rules(nameServers));
        return status == default ? (networks, "") : (null, $"nft: {output.Trim()}");
    }

    public async Task<ISandboxNetwork> ConnectAsync(int index, int process, bool uplink)
    {
        var own = Pipes.OpenReadOnly($"/proc/{process}/ns/net");
        if (!uplink) return new VethNetwork(this, own, null);
        var link = plan.Interface(index);
        await RunAsync(Tools.Ip, ["-batch", "-"], $"""
            link add {link} type veth peer name eth0 netns {process}
            addr add {plan.HostAddress(index)}/31 dev {link}
            link set {link} up

            """);
        await RunAsync(Tools.Nsenter, [$"--net=/proc/{process}/ns/net", Tools.Ip, "-batch", "-"], $"""
            addr add {plan.SandboxAddress(index)}/31 dev eth0
            link set eth0 up
            route add default via {plan.HostAddress(index)}

            """);
        return new VethNetwork(this, own, link);
    }

    public async Task RemoveAsync()
    {
        await RemoveLinksAsync();
        await RunAsync(Tools.Nft, ["-f", "-"], $"table inet {plan.Table}\ndelete table inet {plan.Table}\n");
        _sockets.Dispose();
    }

    private async Task RemoveLinksAsync()
    {
        var links = NetworkInterface.GetAllNetworkInterfaces().Select(link => link.Name).Where(name => name.StartsWith(plan.InterfacePrefix, StringComparison.Ordinal)).ToArray();
        if (links.Length == 0) return;
        // One that goes by itself meanwhile is no failure.
        await _spawner.RunAsync(Tools.Ip, ["-force", "-batch", "-"], string.Concat(links.Select(link => $"link del {link}\n")));
    }

    private async Task RunAsync(string program, IReadOnlyList<string> arguments, string input)
    {
        var (status, output) = await _spawner.RunAsync(program, arguments, input);
        if (status != default) throw new IOException($"{Path.GetFileName(program)}: {output.Trim()}");
    }

    private static class Tools
    {
        private static readonly string[] Folders = ["/usr/sbin/", "/usr/bin/", "/sbin/", "/bin/"];

        public static readonly string Ip = Find("ip");
        public static readonly string Nft = Find("nft");
        public static readonly string Nsenter = Find("nsenter");

        private static string Find(string name) =>
            Folders.Select(folder => folder + name).FirstOrDefault(File.Exists) ?? "/usr/sbin/" + name;
    }

    private sealed class VethNetwork(VethNetworks networks, SafeFileHandle own, string? link) : ISandboxNetwork
    {
        private string? _link = link;

        public Task<Socket> OpenSocketAsync(CancellationToken cancellationToken) => networks._sockets.OpenAsync(own).WaitAsync(cancellationToken);

        public async Task DisconnectAsync()
        {
            if (Interlocked.Exchange(ref _link, null) is { } name) await networks.RunAsync(Tools.Ip, ["link", "del", name], "");
        }

        public async ValueTask DisposeAsync()
        {
            own.Dispose();
            // The kernel may already be taking it away with the namespace.
            if (Interlocked.Exchange(ref _link, null) is { } name) await networks._spawner.RunAsync(Tools.Ip, ["link", "del", name]);
        }
    }
}
