using Microsoft.Win32.SafeHandles;
using ScfAspire.RuntimeAgent.Native;
using ScfAspire.RuntimeAgent.Processes;

namespace ScfAspire.RuntimeAgent.Network;

/// <summary>A new network with nothing in it, kept by a process that does nothing, may do nothing, and ends with the agent.</summary>
internal sealed class NetworkHolder : IAsyncDisposable
{
    private readonly SpawnedProcess _process;
    private readonly SafeFileHandle _input;

    private NetworkHolder(SpawnedProcess process, SafeFileHandle input)
    {
        _process = process;
        _input = input;
    }

    /// <summary>Path of the network's namespace.</summary>
    public string Path => $"/proc/{_process.Id}/ns/net";

    /// <exception cref="IOException">The kernel refuses.</exception>
    public static async Task<NetworkHolder> StartAsync(ProcessSpawner spawner, DescriptorLoop loop)
    {
        var (stdin, input) = Pipes.Create();
        var (fromHolder, stdout) = Pipes.Create();
        SpawnedProcess process;
        using (stdin)
        using (stdout)
        {
            // Without capabilities, so that pasta, which keeps few, may look at it.
            process = await spawner.SpawnAsync(new SpawnRequest
            {
                Program = NetworkTools.Find("unshare"),
                Arguments = ["--net", "setpriv", "--pdeathsig", "KILL", "--bounding-set=-all", "--inh-caps=-all", "sh", "-c", "echo ready; exec cat"],
                Environment = ["PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C"],
                Descriptors = [new(0, stdin), new(1, stdout), new(2, stdout)],
            });
        }

        var said = new FirstLine();
        loop.Pump(fromHolder, said.Append, said.End);
        var line = await said.Task;
        if (line == "ready") return new NetworkHolder(process, input);
        input.Dispose();
        throw new IOException($"a network namespace cannot be made: {line}");
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.Exited;
        _input.Dispose();
    }
}
