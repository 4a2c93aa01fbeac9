using ScfAspire.RuntimeAgent.Native;
using ScfAspire.RuntimeAgent.Sandbox;

namespace ScfAspire.RuntimeAgent.Pods;

/// <summary>The folders that the runtime container sees, in the volume that both containers share. Made by whoever comes first, and never removed: they are mounted.</summary>
internal sealed class PodFolders
{
    private const UnixFileMode Open = (UnixFileMode)0b111_101_101;
    private const uint ForAll = 0b110_110_110;

    public PodFolders(string dataFolder)
    {
        var root = Path.Combine(dataFolder, "instance");
        (Code, Layers, Run) = (Path.Combine(root, "code"), Path.Combine(root, "opt"), Path.Combine(root, "run"));
        foreach (var folder in new[] { Code, Layers, Run }) Directory.CreateDirectory(folder, Open);
    }

    public string Code { get; }

    public string Layers { get; }

    public string Run { get; }

    public string Socket => Path.Combine(Run, "agent.sock");

    /// <summary>Its end is the end of the function.</summary>
    public string Control => Path.Combine(Run, "control");

    /// <summary>What the launcher's shell reads.</summary>
    public string Input => Path.Combine(Run, "input");

    /// <summary>What the function prints.</summary>
    public string Output => Path.Combine(Run, "output");

    /// <summary>What the launcher says; made last.</summary>
    public string End => Path.Combine(Run, "end");

    /// <exception cref="SandboxException">The volume does not hold FIFOs.</exception>
    public void MakeFifos()
    {
        foreach (var path in new[] { Control, Input, Output, End })
        {
            // Under another name first: the other side opens it as soon as it is there, and the mask must not decide whether it may.
            var next = path + ".next";
            if (LibC.MakeFifo(next, ForAll) != 0) throw new SandboxException($"The function's folders cannot be used: {LibC.Failure(next).Message}");
            File.SetUnixFileMode(next, (UnixFileMode)ForAll);
            File.Move(next, path);
        }
    }

    /// <summary>Nobody else can open them.</summary>
    public void RemoveFifos()
    {
        foreach (var path in new[] { Control, Input, Output, End }) File.Delete(path);
    }
}
