using ScfAspire.RuntimeAgent.Cgroups;
using ScfAspire.RuntimeAgent.Hosting;
using ScfAspire.RuntimeAgent.Native;
using ScfAspire.RuntimeAgent.Network;
using ScfAspire.RuntimeAgent.Processes;
using ScfAspire.ServiceDefaults;

namespace ScfAspire.RuntimeAgent.Sandbox;

/// <summary>Finds out what this machine can do, removes what a former life left, and proves that a sandbox can be had before any function asks.</summary>
internal static class SandboxSetup
{
    private static readonly string[] Bubblewraps = ["/usr/bin/bwrap", "/usr/local/bin/bwrap"];
    private static readonly TimeSpan ProbeLimit = TimeSpan.FromSeconds(20);

    /// <exception cref="ConfigurationException">Functions cannot be isolated here, and plain processes were not asked for.</exception>
    public static async Task<ISandboxFactory> CreateAsync(AgentOptions options, ProcessSpawner spawner, DescriptorLoop loop)
    {
        var privileged = LibC.EffectiveUser() == 0;
        var runtimes = Path.Combine(AppContext.BaseDirectory, "runtimes");
        var interpreters = await Interpreters.FindAsync(spawner, runtimes);
        if (options.UnsafeNoSandbox)
        {
            Empty(options.InstancesFolder);
            return new PlainFactory(options.InstancesFolder, runtimes, interpreters, spawner, loop);
        }

        var mounts = CgroupMounts.OfThisProcess();
        var key = $"scf-{options.Key}";
        ICgroupTree? cgroups = (ICgroupTree?)CgroupV2Tree.TryOpen(mounts, key, privileged) ?? CgroupV1Tree.TryOpen(mounts, key);
        await CgroupLeftovers.RemoveAsync(Path.Combine(options.DataDir, "cgroups"), cgroups?.Folders ?? []);
        var nameServers = NameServers.OfHost();
        var slot = privileged ? MachineSlot.Take(options.Key) : null;
        var networks = await NetworksAsync(options, slot, spawner, nameServers);
        Empty(options.InstancesFolder);
        var bubblewrap = Bubblewraps.FirstOrDefault(File.Exists)
            ?? throw new ConfigurationException($"bubblewrap is not installed (package bubblewrap): functions cannot be isolated. {AgentOptions.NoSandboxOption} runs them without any protection.");
        var host = new SandboxHost
        {
            Bubblewrap = bubblewrap,
            Privileged = privileged,
            InstancesFolder = options.InstancesFolder,
            RuntimesFolder = runtimes,
            EtcFolder = options.EtcFolder,
            SharedEtc = SandboxEtc.Write(options.EtcFolder, nameServers),
            Interpreters = interpreters,
            Slot = slot,
        };
        var factory = new BubblewrapFactory(host, cgroups, networks, spawner, loop);
        await ProbeAsync(factory);
        return factory;
    }

    private static void Empty(string folder)
    {
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        Directory.CreateDirectory(folder);
    }

    private static async Task<ISandboxNetworks> NetworksAsync(AgentOptions options, MachineSlot? slot, ProcessSpawner spawner, IReadOnlyList<string> nameServers)
    {
        if (slot is null) return new NoUplinkNetworks();
        var (networks, reason) = await VethNetworks.TryOpenAsync(new NetworkPlan(options.Key, slot.Number), spawner, nameServers);
        return networks ?? throw new ConfigurationException($"Functions cannot be given a network of their own: {reason}. {AgentOptions.NoSandboxOption} runs them without any protection.");
    }

    private static async Task ProbeAsync(BubblewrapFactory factory)
    {
        using var limit = new CancellationTokenSource(ProbeLimit);
        try
        {
            await using var sandbox = await factory.StartAsync(new SandboxRequest(SandboxKind.Launcher, PublicNet: true), limit.Token);
            await sandbox.ExecuteAsync("exit 7\n");
            var end = await sandbox.Ended.WaitAsync(limit.Token);
            await sandbox.OutputEnded;
            if (end.Status.Code != 7) throw new SandboxException($"a trial sandbox ended with {end.Status}: {sandbox.EarlyOutput}");
        }
        catch (Exception e) when (e is SandboxException or OperationCanceledException)
        {
            throw new ConfigurationException($"Functions cannot be isolated on this machine: {e.Message} {AgentOptions.NoSandboxOption} runs them without any protection.", e);
        }
    }
}
