using System.Diagnostics;
using System.Runtime.InteropServices;
using k8s.Models;
using ScfAspire.TestKit.Folders;
using ScfAspire.TestKit.Platforms;

namespace ScfAspire.TestKit.Pods;

/// <summary>A function pod of real processes: the agent, with what its container is told, and the runtime container beside it.</summary>
public sealed partial class AgentContainers : IPodContainers
{
    private const int SigTerm = 15;

    private readonly TempFolder _folder = new();
    private readonly Process _agent;
    private readonly RuntimeContainer _runtime;
    private volatile bool _outOfMemory;

    private AgentContainers(V1Pod pod, string ip)
    {
        var volume = _folder.Combine("scf");
        Directory.CreateDirectory(volume);
        var container = pod.Spec.Containers.Single(container => container.Name == "agent");
        var start = new ProcessStartInfo(BuildOutput.Executable("RuntimeAgent"), [.. container.Args]) { RedirectStandardOutput = true };
        start.Environment.Clear();
        start.Environment["PATH"] = Environment.GetEnvironmentVariable("PATH");
        start.Environment["DOTNET_ROOT"] = Environment.GetEnvironmentVariable("DOTNET_ROOT") ?? "/usr/share/dotnet";
        foreach (var variable in container.Env) start.Environment[variable.Name] = (variable.Value ?? ip).Replace("$(POD_IP)", ip, StringComparison.Ordinal);
        start.Environment["SCF_DATA_DIR"] = volume;
        _agent = Process.Start(start) ?? throw new InvalidOperationException("The agent does not start.");
        // Nobody reads what it says, and it must not stop over that.
        _agent.OutputDataReceived += (_, _) => { };
        _agent.BeginOutputReadLine();
        _runtime = RuntimeContainer.Start(volume, pod.Metadata.Labels["scfaspire.io/runtime"]);
    }

    public Task<(int Code, string Reason)> RuntimeExited => ExitAsync();

    /// <summary>Ends the runtime container as the kernel does for want of memory.</summary>
    public void RunOutOfMemory()
    {
        _outOfMemory = true;
        _runtime.Kill();
    }

    public static AgentContainers Start(V1Pod pod, string ip) => new(pod, ip);

    public void Kill()
    {
        if (!_agent.HasExited) _agent.Kill();
        _runtime.Kill();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_agent.HasExited) _ = Kill(_agent.Id, SigTerm);
        await _agent.WaitForExitAsync();
        _agent.Dispose();
        _runtime.Dispose();
        _folder.Dispose();
    }

    private async Task<(int Code, string Reason)> ExitAsync()
    {
        var code = await _runtime.Exited;
        return (code, _outOfMemory ? "OOMKilled" : code == 0 ? "Completed" : "Error");
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
