using ScfAspire.RuntimeAgent.Native;
using ScfAspire.RuntimeAgent.Processes;

namespace ScfAspire.RuntimeAgent.Sandbox;

/// <summary>Functions as plain processes of the agent's own user, without any protection. For machines where nothing better can be had, and only when asked for.</summary>
internal sealed class PlainFactory(string instancesFolder, string runtimesFolder, Interpreters interpreters, ProcessSpawner spawner, DescriptorLoop loop) : ISandboxFactory
{
    private int _last;

    public string Isolation => "none";

    public bool HasRoom => true;

    public bool Has(SandboxKind kind) => interpreters.For(kind) is not null;

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
                var program = GenericProgram.For(request, interpreters, runtimesFolder, folders.Socket);
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
        catch (SandboxException)
        {
            await sandbox.DisposeAsync();
            throw;
        }
        catch (IOException e)
        {
            await sandbox.DisposeAsync();
            throw new SandboxException($"The process cannot be started: {e.Message}", e);
        }
    }

    public string BecomeScript(ISandbox sandbox, SandboxRequest request) =>
        GenericProgram.Line(GenericProgram.For(request, interpreters, runtimesFolder, ((PlainSandbox)sandbox).SocketPath));

    public Task RemoveAsync() => Task.CompletedTask;
}
