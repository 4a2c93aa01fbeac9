using System.Net.NetworkInformation;
using ScfAspire.RuntimeAgent.Processes;

namespace ScfAspire.RuntimeAgent.Network;

/// <summary>
/// Networks for an agent that is not root: the sandboxes' links lead to one network of the agent's own, filtered and translated as root does it
/// on the host, and pasta carries what leaves that network to the host's. Packets to the host itself would be carried too: its addresses are
/// filtered, and followed when they change.
/// </summary>
internal sealed class PastaNetworks : ISandboxNetworks
{
    private readonly NetworkPlan _plan;
    private readonly NetworkTools _tools;
    private readonly IReadOnlyList<string> _nameServers;
    private readonly NetworkHolder _holder;
    private readonly PastaUplink _uplink;
    private readonly VethNetworks _links;
    private readonly SemaphoreSlim _filtering = new(1);

    private PastaNetworks(NetworkPlan plan, NetworkTools tools, IReadOnlyList<string> nameServers, NetworkHolder holder, PastaUplink uplink, VethNetworks links)
    {
        _plan = plan;
        _tools = tools;
        _nameServers = nameServers;
        _holder = holder;
        _uplink = uplink;
        _links = links;
    }

    public string Name => _uplink.IsUp ? "pasta" : "netns, no uplink";

    /// <exception cref="IOException">A tool is missing or the kernel refuses; the message is for people.</exception>
    public static async Task<PastaNetworks> OpenAsync(NetworkPlan plan, ProcessSpawner spawner, DescriptorLoop loop, IReadOnlyList<string> nameServers, ILogger log)
    {
        var pasta = NetworkTools.Find("pasta");
        var holder = await NetworkHolder.StartAsync(spawner, loop);
        var tools = new NetworkTools(spawner, holder.Path);
        var links = await VethNetworks.OpenAsync(plan, tools, plan.Rules(nameServers, HostAddresses.Current()));
        var uplink = await PastaUplink.StartAsync(pasta, holder.Path, spawner, loop, log);
        var networks = new PastaNetworks(plan, tools, nameServers, holder, uplink, links);
        NetworkChange.NetworkAddressChanged += networks.OnAddressesChanged;
        // Those that changed before anybody listened.
        await networks.FilterAsync();
        return networks;
    }

    public Task<ISandboxNetwork> ConnectAsync(int index, int process, bool uplink) => _links.ConnectAsync(index, process, uplink);

    private void OnAddressesChanged(object? sender, EventArgs arguments) => _ = FilterAsync();

    private async Task FilterAsync()
    {
        await _filtering.WaitAsync();
        try
        {
            await _tools.FilterAsync(_plan.Rules(_nameServers, HostAddresses.Current()));
        }
        finally
        {
            _filtering.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        NetworkChange.NetworkAddressChanged -= OnAddressesChanged;
        await _uplink.DisposeAsync();
        await _filtering.WaitAsync();
        await _links.DisposeAsync();
        await _holder.DisposeAsync();
        _filtering.Dispose();
    }
}
