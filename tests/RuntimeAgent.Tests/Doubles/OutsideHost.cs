using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using ScfAspire.RuntimeAgent.Network;
using ScfAspire.RuntimeAgent.Native;

namespace ScfAspire.RuntimeAgent.Tests.Doubles;

/// <summary>Another host on the network, made of a network namespace: what an uplink leads to.</summary>
internal sealed class OutsideHost : IAsyncDisposable
{
    private readonly string _name = $"o{Guid.NewGuid().ToString("N")[..8]}";
    private readonly NetworkSockets _sockets = new();
    private Socket? _listener;

    public const string Address = "198.51.100.2";

    public int Port { get; private set; }

    public static async Task<OutsideHost> StartAsync()
    {
        var host = new OutsideHost();
        await RunAsync($"ip netns add {host._name} && ip link add {host._name} type veth peer name eth0 netns {host._name} && ip addr add 198.51.100.1/30 dev {host._name} && ip link set {host._name} up"
            + $" && ip -n {host._name} addr add 198.51.100.2/30 dev eth0 && ip -n {host._name} link set eth0 up && ip -n {host._name} link set lo up");
        using var handle = Pipes.OpenReadOnly($"/run/netns/{host._name}");
        host._listener = await host._sockets.OpenAsync(handle);
        host._listener.Bind(new IPEndPoint(IPAddress.Any, 0));
        host._listener.Listen();
        host.Port = ((IPEndPoint)host._listener.LocalEndPoint!).Port;
        return host;
    }

    private static async Task RunAsync(string command)
    {
        using var process = Process.Start("/bin/sh", ["-c", command]);
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
    }

    public async ValueTask DisposeAsync()
    {
        _listener?.Dispose();
        _sockets.Dispose();
        await RunAsync($"ip link del {_name}; ip netns del {_name}");
    }
}
