using ScfAspire.RuntimeAgent.Native;
using ScfAspire.RuntimeAgent.Processes;

namespace ScfAspire.RuntimeAgent.Sandbox;

/// <summary>Functions as plain processes of the agent's own user, without any protection. For machines where nothing better can be had, and only when asked for.</summary>
internal sealed class PlainFactory(string instancesFolder, string runtimesFolder, Interpreters interpreters, ProcessSpawner spawner, DescriptorLoop loop) : ISandboxFactory
{
    private int _last;

    public string Isolation => "none";

    public async Task<ISandbox> StartAsync(SandboxRequest request, CancellationToken cancellationToken)
    {
        var folders = new SandboxFolders(instancesFolder, Interlocked.Increment(ref _last));
        var sandbox = new PlainSandbox(request.Kind, folders);
        try
        {
            var (fromOutput, output) = Pipes.Create();
            var (input, toInput) = Pipes.Create();
            SpawnedProcess process;
            using (output)
            using (input)
            {
                var program = Program(request.Kind, folders.Socket);
                process = await spawner.SpawnAsync(new SpawnRequest
                {
                    Program = program[0],
                    Arguments = program[1..],
                    Environment = ["PATH=/usr/local/bin:/usr/bin:/bin", "LANG=C.UTF-8"],
                    Descriptors = [new(0, input), new(1, output), new(2, output)],
                });
            }

            sandbox.Attach(process, toInput, loop.Pump(fromOutput, sandbox.Output.Append, sandbox.Output.End));
            return sandbox;
        }
        catch (IOException e)
        {
            await sandbox.DisposeAsync();
            throw new SandboxException($"The process cannot be started: {e.Message}", e);
        }
    }

    public Task RemoveAsync() => Task.CompletedTask;

    private string[] Program(SandboxKind kind, string socket) => kind switch
    {
        SandboxKind.Node => [interpreters.Node ?? throw new SandboxException("There is no Node on this machine."), Path.Combine(runtimesFolder, "node/bootstrap.js"), socket],
        SandboxKind.Python => [interpreters.Python ?? throw new SandboxException("There is no Python on this machine."), "-u", Path.Combine(runtimesFolder, "python/bootstrap.py"), socket],
        _ => ["/bin/sh", "-s"],
    };
}
