using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using ScfAspire.RuntimeAgent.Native;

namespace ScfAspire.RuntimeAgent.Processes;

/// <summary>
/// Starts all child processes from one thread that lives as long as the agent: a child that asks to die with its parent dies with the
/// thread that made it, and threads of the pool come and go.
/// </summary>
public sealed class ProcessSpawner : IDisposable
{
    // POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSID: .NET ignores SIGPIPE, which shells and Python must not inherit.
    private const short Flags = 0x04 | 0x08 | 0x80;

    private readonly DescriptorLoop _loop;
    private readonly BlockingCollection<Action> _work = [];
    private readonly Thread _thread;

    public ProcessSpawner(DescriptorLoop loop)
    {
        _loop = loop;
        _thread = new Thread(Run) { IsBackground = true, Name = "spawner" };
        _thread.Start();
    }

    /// <exception cref="IOException">The program cannot be started.</exception>
    public Task<SpawnedProcess> SpawnAsync(SpawnRequest request)
    {
        var done = new TaskCompletionSource<SpawnedProcess>(TaskCreationOptions.RunContinuationsAsynchronously);
        _work.Add(() =>
        {
            try
            {
                done.TrySetResult(new SpawnedProcess(Spawn(request), _loop));
            }
            catch (IOException failure)
            {
                done.TrySetException(failure);
            }
        });
        return done.Task;
    }

    /// <summary>Runs a program to its end and returns what it wrote to stdout and stderr.</summary>
    public async Task<(ExitStatus Status, string Output)> RunAsync(string program, IReadOnlyList<string> arguments, string input = "")
    {
        var (stdin, toChild) = Pipes.Create();
        var (fromChild, stdout) = Pipes.Create();
        SpawnedProcess process;
        using (stdin)
        using (stdout)
        {
            process = await SpawnAsync(new SpawnRequest
            {
                Program = program,
                Arguments = arguments,
                Environment = ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C"],
                Descriptors = [new(0, stdin), new(1, stdout), new(2, stdout)],
            });
        }

        var output = _loop.ReadToEndAsync(fromChild);
        using (var writer = new StreamWriter(new FileStream(toChild, FileAccess.Write))) await writer.WriteAsync(input);
        return (await process.Exited, System.Text.Encoding.UTF8.GetString(await output));
    }

    private void Run()
    {
        foreach (var work in _work.GetConsumingEnumerable()) work();
    }

    private static unsafe int Spawn(SpawnRequest request)
    {
        // Sizes of the C library's opaque types, with room to spare.
        var actions = stackalloc byte[256];
        var attributes = stackalloc byte[512];
        var signals = stackalloc byte[256];
        _ = LibC.SpawnActionsInit(actions);
        _ = LibC.SpawnAttributesInit(attributes);
        var arguments = CStrings([request.Program, .. request.Arguments]);
        var environment = CStrings(request.Environment);
        try
        {
            foreach (var (target, handle) in request.Descriptors) _ = LibC.SpawnActionsDuplicate(actions, (int)handle.DangerousGetHandle(), target);
            _ = LibC.SpawnAttributesFlags(attributes, Flags);
            _ = LibC.SignalsFill(signals);
            _ = LibC.SpawnAttributesDefaults(attributes, signals);
            _ = LibC.SignalsEmpty(signals);
            _ = LibC.SpawnAttributesMask(attributes, signals);
            int process;
            var error = LibC.Spawn(&process, request.Program, actions, attributes, arguments, environment);
            return error == 0 ? process : throw LibC.Failure(request.Program, error);
        }
        finally
        {
            Free(arguments);
            Free(environment);
            _ = LibC.SpawnActionsDestroy(actions);
            _ = LibC.SpawnAttributesDestroy(attributes);
        }
    }

    private static unsafe byte** CStrings(IReadOnlyList<string> values)
    {
        var list = (byte**)NativeMemory.AllocZeroed((nuint)values.Count + 1, (nuint)sizeof(byte*));
        for (var i = 0; i < values.Count; i++) list[i] = (byte*)Marshal.StringToCoTaskMemUTF8(values[i]);
        return list;
    }

    private static unsafe void Free(byte** list)
    {
        for (var entry = list; *entry != null; entry++) Marshal.FreeCoTaskMem((nint)(*entry));
        NativeMemory.Free(list);
    }

    public void Dispose() => _work.CompleteAdding();
}
