using System.Text;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;
using ScfAspire.RuntimeAgent.Cgroups;
using ScfAspire.RuntimeAgent.Hosting;
using ScfAspire.RuntimeAgent.Limits;
using ScfAspire.RuntimeAgent.Native;
using ScfAspire.RuntimeAgent.Network;
using ScfAspire.RuntimeAgent.Processes;

namespace ScfAspire.RuntimeAgent.Sandbox;

/// <summary>
/// Sandboxes by bubblewrap: namespaces of their own for mounts, processes, IPC, users, host name and network. Bubblewrap waits while the
/// agent maps the users, sets the limits of the process and gives it a network; nothing of a function runs before that.
/// </summary>
internal sealed class BubblewrapFactory(
    SandboxHost host, ILimiter limiter, ISandboxNetworks networks, ProcessSpawner spawner, DescriptorLoop loop) : ISandboxFactory
{
    private readonly IndexPool _indices = new(MachineSlot.Sandboxes);
    private int _last;

    public string Isolation => $"bubblewrap+{limiter.Name}+{networks.Name}";

    public bool HasRoom => true;

    public bool Has(SandboxKind kind) => host.Interpreters.For(kind) is not null;

    public async Task<ISandbox> StartAsync(SandboxRequest request, CancellationToken cancellationToken)
    {
        var number = Interlocked.Increment(ref _last);
        var index = _indices.Take();
        var folders = new SandboxFolders(host.InstancesFolder, number);
        var sandbox = new Sandbox(request.Kind, number, folders, host.HostUser(index)) { Release = () => _indices.Return(index), Index = index, CodeRoot = SandboxPaths.Code, LayerRoot = SandboxPaths.Layers };
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            await StartAsync(sandbox, request);
            return sandbox;
        }
        catch (Exception e) when (e is IOException or JsonException or UnauthorizedAccessException or OperationCanceledException)
        {
            await sandbox.DisposeAsync();
            if (e is OperationCanceledException) throw;
            throw new SandboxException($"The sandbox cannot be started: {e.Message}", e);
        }
        catch (SandboxException)
        {
            await sandbox.DisposeAsync();
            throw;
        }
    }

    public string BecomeScript(ISandbox sandbox, SandboxRequest request) => GenericProgram.Line(ProgramOf(request));

    public async Task RemoveAsync()
    {
        await networks.DisposeAsync();
        foreach (var folder in limiter.Folders) CgroupFile.Remove(folder);
    }

    private async Task StartAsync(Sandbox sandbox, SandboxRequest request)
    {
        var layout = host.LayoutFor(sandbox.Folders, sandbox.HostName);
        sandbox.Listen();
        var (arguments, toArguments) = Pipes.Create();
        var (fromInfo, info) = Pipes.Create();
        var (block, toBlock) = Pipes.Create();
        var (users, toUsers) = Pipes.Create();
        var (fromOutput, output) = Pipes.Create();
        var (input, toInput) = Pipes.Create();
        // A program may open /dev/stdout again: the pipe has to be its user's own.
        if (host.Privileged) Own(output, sandbox.HostUser);
        SpawnedProcess monitor;
        using (arguments)
        using (info)
        using (block)
        using (users)
        using (output)
        using (input)
        {
            string[] program = [.. host.Privileged ? BubblewrapCommand.DropPrivileges : [], .. ProgramOf(request)];
            monitor = await spawner.SpawnAsync(new SpawnRequest
            {
                Program = host.Bubblewrap,
                Arguments = ["--args", "3", .. program],
                Environment = ["PATH=/usr/bin:/bin"],
                Descriptors =
                [
                    new(0, input), new(1, output), new(2, output),
                    new(BubblewrapCommand.ArgumentsDescriptor, arguments), new(BubblewrapCommand.InfoDescriptor, info), new(BubblewrapCommand.BlockDescriptor, block),
                    new(BubblewrapCommand.UsersDescriptor, users),
                ],
            });
        }

        sandbox.Attach(monitor, toInput, loop.Pump(fromOutput, sandbox.Output.Append, sandbox.Output.End));
        await using (var release = new FileStream(toBlock, FileAccess.Write, bufferSize: 0))
        await using (var mapped = new FileStream(toUsers, FileAccess.Write, bufferSize: 0))
        {
            var text = string.Join('\0', BubblewrapCommand.Build(layout)) + "\0";
            await using (var writer = new FileStream(toArguments, FileAccess.Write, bufferSize: 0)) await writer.WriteAsync(Encoding.UTF8.GetBytes(text));
            var first = await ChildAsync(fromInfo, sandbox);
            sandbox.AttachFirst(first, loop);
            if (host.Privileged)
            {
                MapUsers(first, sandbox.HostUser);
                mapped.WriteByte((byte)'x');
            }

            sandbox.AttachLimits(limiter.Create(sandbox.Name), first, request.Spare);
            SetLimits(first);
            sandbox.AttachNetwork(await networks.ConnectAsync(sandbox.Index, first, request.PublicNet));
            release.WriteByte((byte)'x');
        }
    }

    private string[] ProgramOf(SandboxRequest request) => GenericProgram.For(request, host.Interpreters, SandboxPaths.Runtimes, SandboxPaths.AgentSocket);

    private async Task<int> ChildAsync(SafeFileHandle fromInfo, Sandbox sandbox)
    {
        var info = await loop.ReadToEndAsync(fromInfo);
        if (info.Length == 0)
        {
            var end = await sandbox.MonitorExited;
            await sandbox.Output.Ended;
            throw new SandboxException($"bubblewrap ended with {end}: {sandbox.Output.Early}");
        }

        using var json = JsonDocument.Parse(info);
        return json.RootElement.GetProperty("child-pid").GetInt32();
    }

    // Root inside is root outside only so that bubblewrap can see the agent's folders; the function's own user is one that nobody else has.
    private static void MapUsers(int process, uint hostUser)
    {
        var map = $"0 0 1\n{SandboxPaths.User} {hostUser} 1\n";
        File.WriteAllText($"/proc/{process}/uid_map", map);
        File.WriteAllText($"/proc/{process}/gid_map", map);
    }

    private static unsafe void SetLimits(int process)
    {
        var files = stackalloc ulong[] { SandboxPaths.OpenFiles, SandboxPaths.OpenFiles };
        if (LibC.ProcessLimit(process, LibC.LimitOpenFiles, files, null) != 0) throw LibC.Failure("prlimit");
        var none = stackalloc ulong[] { 0, 0 };
        if (LibC.ProcessLimit(process, LibC.LimitCore, none, null) != 0) throw LibC.Failure("prlimit");
    }

    private static void Own(SafeFileHandle handle, uint user)
    {
        if (LibC.FileOwner((int)handle.DangerousGetHandle(), user, user) != 0) throw LibC.Failure("fchown");
    }
}
