using System.Diagnostics;
using ScfAspire.TestKit.Platforms;

namespace ScfAspire.TestKit.Pods;

/// <summary>
/// A function pod's runtime container without a cluster: bubblewrap gives it a process namespace and the mounts of docs/specs/function-pods.md, this machine its
/// interpreters and its network.
/// </summary>
public sealed class RuntimeContainer : IDisposable
{
    private const string Bubblewrap = "/usr/bin/bwrap";

    private readonly Process _process;

    private RuntimeContainer(Process process) => _process = process;

    /// <summary>Completes with the exit code of its first process: 128 and more for a signal.</summary>
    public Task<int> Exited => ExitAsync();

    /// <summary>What the images of the runtimes are on this machine: the command line of the bootstrap, by runtime in lower case.</summary>
    public static string BootstrapOf(string runtime) => runtime.Split('.')[0] switch
    {
        "nodejs20" or "nodejs18" => "/usr/bin/node /var/runtime/node/bootstrap.js",
        "python3" => "/usr/bin/python3 -u /var/runtime/python/bootstrap.py",
        _ => "",
    };

    /// <param name="volume">The folder that is the pod's volume <c>scf</c>.</param>
    /// <param name="runtime">In lower case.</param>
    public static RuntimeContainer Start(string volume, string runtime)
    {
        string[] shared = ["code", "opt", "run"];
        // As the kubelet does where the agent was not first.
        foreach (var folder in shared) Directory.CreateDirectory(Path.Combine(volume, "instance", folder));
        var start = new ProcessStartInfo(Bubblewrap) { RedirectStandardInput = true };
        foreach (var argument in Arguments(volume, runtime)) start.ArgumentList.Add(argument);
        return new RuntimeContainer(Process.Start(start) ?? throw new InvalidOperationException("bubblewrap does not start."));
    }

    /// <summary>Ends all of it at once, as the kernel does for want of memory where a container dies as a whole.</summary>
    public void Kill()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
    }

    public void Dispose()
    {
        Kill();
        _process.Dispose();
    }

    private static IEnumerable<string> Arguments(string volume, string runtime)
    {
        List<string> arguments =
        [
            "--unshare-user", "--unshare-pid", "--unshare-ipc", "--as-pid-1", "--die-with-parent", "--uid", "1000", "--gid", "1000", "--clearenv",
            "--setenv", "PATH", "/usr/local/bin:/usr/bin:/bin", "--setenv", "SCF_BOOTSTRAP", BootstrapOf(runtime),
            "--ro-bind", "/usr", "/usr", "--ro-bind", "/etc", "/etc", "--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp",
            "--ro-bind", Path.Combine(BuildOutput.Root, "services", "Runtimes"), "/var/runtime",
            "--ro-bind", Path.Combine(volume, "instance", "code"), "/var/user",
            "--ro-bind", Path.Combine(volume, "instance", "opt"), "/opt",
            "--ro-bind", Path.Combine(volume, "instance", "run"), "/run/scf",
        ];
        foreach (var name in new[] { "/bin", "/sbin", "/lib", "/lib64" })
        {
            if (new DirectoryInfo(name) is not { Exists: true } entry) continue;
            if (entry.LinkTarget is { } target) arguments.AddRange(["--symlink", target, name]);
            else arguments.AddRange(["--ro-bind", name, name]);
        }

        return [.. arguments, "--chdir", "/var/user", "/var/runtime/launch"];
    }

    private async Task<int> ExitAsync()
    {
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }
}
