namespace ScfAspire.RuntimeAgent.Sandbox;

/// <summary>The host folders of one sandbox, under the agent's data folder.</summary>
internal sealed class SandboxFolders
{
    // Folders and the socket in it are for the sandbox's own user; the socket's name has to fit 108 bytes.
    private const UnixFileMode Open = (UnixFileMode)0b111_101_101;

    public SandboxFolders(string parent, int number)
    {
        Root = Path.Combine(parent, number.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Directory.CreateDirectory(Code, Open);
        Directory.CreateDirectory(Layers, Open);
        Directory.CreateDirectory(Agent, Open);
    }

    public string Root { get; }

    public string Code => Path.Combine(Root, "code");

    public string Layers => Path.Combine(Root, "opt");

    /// <summary>Holds the socket that the bootstrap dials.</summary>
    public string Agent => Path.Combine(Root, "run");

    public string Socket => Path.Combine(Agent, "agent.sock");

    public void Remove()
    {
        if (Directory.Exists(Root)) Directory.Delete(Root, recursive: true);
    }
}
