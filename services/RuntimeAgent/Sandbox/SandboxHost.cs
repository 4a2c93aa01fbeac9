using ScfAspire.RuntimeAgent.Hosting;

namespace ScfAspire.RuntimeAgent.Sandbox;

/// <summary>What all sandboxes of one agent share.</summary>
internal sealed record SandboxHost
{
    /// <summary>Absolute path of the program.</summary>
    public required string Bubblewrap { get; init; }

    public required bool Privileged { get; init; }

    public required string InstancesFolder { get; init; }

    public required string RuntimesFolder { get; init; }

    public required string EtcFolder { get; init; }

    public required IReadOnlyList<string> SharedEtc { get; init; }

    public required Interpreters Interpreters { get; init; }

    /// <summary>The agent's users and addresses, kept from others as long as this is referred to; null for an agent that is not root.</summary>
    public required MachineSlot? Slot { get; init; }

    /// <summary>The host's user for the function in a sandbox.</summary>
    public uint HostUser(int index) => Slot is not null ? Slot.FirstUser + (uint)index : Native.LibC.EffectiveUser();

    public SandboxLayout LayoutFor(SandboxFolders folders, string hostName)
    {
        var (links, roots) = SandboxEtc.Root();
        return new SandboxLayout
        {
            Privileged = Privileged,
            HostName = hostName,
            Folders = folders,
            Interpreters = Interpreters,
            RuntimesFolder = RuntimesFolder,
            EtcFolder = EtcFolder,
            SharedEtc = SharedEtc,
            RootLinks = links,
            RootFolders = roots,
        };
    }
}
