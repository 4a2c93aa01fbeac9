using ScfAspire.RuntimeAgent.Cgroups;
using ScfAspire.RuntimeAgent.Hosting;
using ScfAspire.RuntimeAgent.Limits;
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
    public static async Task<ISandboxFactory> CreateAsync(AgentOptions options, ProcessSpawner spawner, DescriptorLoop loop, ILogger log)
    {
        var privileged = UserNamespace.IsHostRoot;
        var runtimes = Path.Combine(AppContext.BaseDirectory, "runtimes");
        var interpreters = await Interpreters.FindAsync(spawner, runtimes);
        await PythonByteCode.PrepareAsync(spawner, interpreters, runtimes, log);
        if (options.UnsafeNoSandbox)
        {
            Empty(options.InstancesFolder);
            return new PlainFactory(options.InstancesFolder, runtimes, interpreters, spawner, loop);
        }

        if (LibC.EffectiveUser() != 0)
            throw new ConfigurationException($"Functions cannot be isolated: this machine lets an ordinary user make no user namespaces (sysctl user.max_user_namespaces, kernel.unprivileged_userns_clone, kernel.apparmor_restrict_unprivileged_userns). {AgentOptions.NoSandboxOption} runs them without any protection.");
        var mounts = CgroupMounts.OfThisProcess();
        var key = $"scf-{options.Key}";
        ILimiter limiter = CgroupV2Tree.TryOpen(mounts, key, privileged) ?? (ILimiter?)CgroupV1Tree.TryOpen(mounts, key) ?? new WatchedLimiter();
        await CgroupLeftovers.RemoveAsync(Path.Combine(options.DataDir, "cgroups"), limiter.Folders);
        var nameServers = NameServers.OfHost();
        var slot = privileged ? MachineSlot.Take(options.Key) : null;
        var networks = await NetworksAsync(new NetworkPlan(options.Key, slot?.Number ?? 0), privileged, spawner, loop, nameServers, log);
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
        var factory = new BubblewrapFactory(host, limiter, networks, spawner, loop);
        await ProbeAsync(factory);
        return factory;
    }

    private static void Empty(string folder)
    {
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        Directory.CreateDirectory(folder);
    }

    private static async Task<ISandboxNetworks> NetworksAsync(
        NetworkPlan plan, bool privileged, ProcessSpawner spawner, DescriptorLoop loop, IReadOnlyList<string> nameServers, ILogger log)
    {
        try
        {
            return privileged
                ? await VethNetworks.OpenAsync(plan, new NetworkTools(spawner, network: null), plan.Rules(nameServers, hostAddresses: []))
                : await PastaNetworks.OpenAsync(plan, spawner, loop, nameServers, log);
        }
        catch (IOException e)
        {
            throw new ConfigurationException($"Functions cannot be given a network of their own: {e.Message}. {AgentOptions.NoSandboxOption} runs them without any protection.", e);
        }
    }

    private static async Task ProbeAsync(BubblewrapFactory factory)
    {
        using var limit = new CancellationTokenSource(ProbeLimit);
        try
        {
            await using var sandbox = await factory.StartAsync(new SandboxRequest(SandboxKind.Launcher, PublicNet: true, Spare: false), limit.Token);
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
