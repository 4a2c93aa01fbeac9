using ScfAspire.RuntimeAgent.Processes;

namespace ScfAspire.RuntimeAgent.Network;

/// <summary>Runs the programs that set networks up, in the network that the sandboxes' links lead to.</summary>
/// <param name="spawner">Starts them.</param>
/// <param name="network">Path of that network's namespace; null for the one that the agent is in.</param>
internal sealed class NetworkTools(ProcessSpawner spawner, string? network)
{
    private static readonly string[] Folders = ["/usr/sbin/", "/usr/bin/", "/sbin/", "/bin/"];

    /// <summary>Absolute path of a tool.</summary>
    /// <exception cref="IOException">It is not installed.</exception>
    public static string Find(string name) => Folders.Select(folder => folder + name).FirstOrDefault(File.Exists) ?? throw new IOException($"{name} is not installed");

    /// <summary>One command of ip per line.</summary>
    /// <exception cref="IOException">One of them was refused.</exception>
    public Task IpAsync(string commands) => RunAsync(network, "ip", ["-batch", "-"], commands);

    /// <summary>The same in the network of a process.</summary>
    /// <exception cref="IOException">One of them was refused.</exception>
    public Task IpInsideAsync(int process, string commands) => RunAsync($"/proc/{process}/ns/net", "ip", ["-batch", "-"], commands);

    /// <summary>Removes links; one that goes by itself meanwhile is no failure.</summary>
    public async Task RemoveLinksAsync(IEnumerable<string> links) =>
        await TryRunAsync(network, "ip", ["-force", "-batch", "-"], string.Concat(links.Select(link => $"link del {link}\n")));

    /// <summary>Changes the packet filter, all or nothing.</summary>
    /// <exception cref="IOException">It was refused.</exception>
    public Task FilterAsync(string rules) => RunAsync(network, "nft", ["-f", "-"], rules);

    /// <summary>Lets packets through from link to link.</summary>
    /// <exception cref="IOException">It was refused.</exception>
    public Task ForwardAsync() => RunAsync(network, "sh", ["-c", "read on </proc/sys/net/ipv4/ip_forward; [ $on = 1 ] || echo 1 >/proc/sys/net/ipv4/ip_forward"], "");

    private async Task RunAsync(string? within, string name, IReadOnlyList<string> arguments, string input)
    {
        var (status, output) = await TryRunAsync(within, name, arguments, input);
        if (status != default) throw new IOException($"{name}: {output.Trim()}");
    }

    private Task<(ExitStatus Status, string Output)> TryRunAsync(string? within, string name, IReadOnlyList<string> arguments, string input) => within is null
        ? spawner.RunAsync(Find(name), arguments, input)
        : spawner.RunAsync(Find("nsenter"), [$"--net={within}", Find(name), .. arguments], input);
}
