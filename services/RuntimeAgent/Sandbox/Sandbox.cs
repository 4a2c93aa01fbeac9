using System.Net.Sockets;
using System.Text;
using Microsoft.Win32.SafeHandles;
using ScfAspire.Core.Limits;
using ScfAspire.RuntimeAgent.Limits;
using ScfAspire.RuntimeAgent.Native;
using ScfAspire.RuntimeAgent.Network;
using ScfAspire.RuntimeAgent.Processes;

namespace ScfAspire.RuntimeAgent.Sandbox;

/// <summary>One bubblewrap sandbox: its folders, first process, limits and network.</summary>
internal sealed class Sandbox(SandboxKind kind, int number, SandboxFolders folders, uint hostUser) : ISandbox
{
    private readonly TaskCompletionSource<SandboxEnd> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _firstGone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private Socket? _listener;
    private SpawnedProcess? _monitor;
    private SafeFileHandle? _input;
    private SafeFileHandle? _first;
    private PipePump? _output;
    private ISandboxLimits? _limits;
    private ISandboxNetwork? _network;
    private Task? _disposal;
    private OncePerTurn _drained;
    private OncePerTurn _measured;
    private long _peak;

    public SandboxKind Kind => kind;

    public string Name => $"s{number}";

    public string HostName => $"scf-{number}";

    public SandboxFolders Folders => folders;

    public string CodeFolder => folders.Code;

    public string LayerFolder => folders.Layers;

    /// <summary>Chooses the sandbox's user and addresses; nobody else has it meanwhile.</summary>
    public required int Index { get; init; }

    /// <summary>Gives the index back.</summary>
    public required Action Release { get; init; }

    public required string CodeRoot { get; init; }

    public required string LayerRoot { get; init; }

    public uint HostUser => hostUser;

    public OutputBuffer Output { get; } = new();

    public Task<SandboxEnd> Ended => _ended.Task;

    public Task<ExitStatus> MonitorExited => _monitor!.Exited;

    /// <summary>Opens the socket that the bootstrap dials.</summary>
    public void Listen() => _listener = AgentSocket.Listen(folders.Socket);

    /// <summary>Takes over bubblewrap's outer process and the stdin of the inner one.</summary>
    public void Attach(SpawnedProcess monitor, SafeFileHandle input, PipePump output)
    {
        _output = output;
        _monitor = monitor;
        _input = input;
        _ = WatchAsync(monitor);
    }

    /// <summary>Takes hold of the first process inside, whose end is the end of all others.</summary>
    public void AttachFirst(int process, DescriptorLoop loop)
    {
        var descriptor = LibC.ProcessDescriptor(process);
        if (descriptor < 0) throw LibC.Failure("pidfd_open");
        lock (_gate) _first = new SafeFileHandle(descriptor, ownsHandle: true);
        loop.OnceReadable(_first, () => _firstGone.TrySetResult());
        if (_monitor!.Exited.IsCompleted) KillFirst();
    }

    public void AttachLimits(ISandboxLimits limits, int process, bool spare)
    {
        _limits = limits;
        if (spare) limits.Weigh(CpuShare.Spare);
        limits.Attach(process);
    }

    public void AttachNetwork(ISandboxNetwork network) => _network = network;

    private async Task WatchAsync(SpawnedProcess monitor)
    {
        var status = await monitor.Exited;
        // The outer process knows the exit code before the inner ones are gone, and may have been killed while they live. The end of the
        // first one inside is the end of all: the kernel lets it go last.
        KillFirst();
        if (_first is not null) await _firstGone.Task;
        _ended.TrySetResult(new SandboxEnd(status, _limits is { OutOfMemoryKills: > 0 }));
    }

    public void DrainOutput()
    {
        if (_drained.IsFirst()) _output?.Drain();
    }

    public string EarlyOutput => Output.Early;

    public Task OutputEnded => Output.Ended;

    public Task DisconnectAsync() => _network?.DisconnectAsync() ?? Task.CompletedTask;

    public void SetOutput(Action<string> sink) => Output.SetSink(sink);

    public async Task<Socket> AcceptAsync(CancellationToken cancellationToken)
    {
        var listener = _listener ?? throw new InvalidOperationException("The bootstrap has dialled already.");
        var socket = await listener.AcceptAsync(cancellationToken);
        // Nobody else may dial: what a function opens later is refused.
        _listener = null;
        listener.Dispose();
        File.Delete(folders.Socket);
        return socket;
    }

    public async Task ExecuteAsync(string script)
    {
        var input = Interlocked.Exchange(ref _input, null) ?? throw new InvalidOperationException("The process has been told already.");
        await using var writer = new FileStream(input, FileAccess.Write, bufferSize: 0);
        await writer.WriteAsync(Encoding.UTF8.GetBytes(script));
    }

    public void Hasten() => _limits?.Weigh(CpuShare.Usual);

    public void Limit(int memoryMb) =>
        _limits?.Limit(memoryMb, CpuShare.Entitled(memoryMb), CpuShare.Ceiling(memoryMb), SandboxPaths.Processes);

    public void ResetPeakMemory()
    {
        _measured.Reset();
        _limits?.ResetPeakMemory();
    }

    public long PeakMemoryBytes
    {
        get
        {
            if (_measured.IsFirst()) _peak = _limits?.PeakMemoryBytes ?? 0;
            return _peak;
        }
    }

    public Task<Socket> OpenSocketAsync(CancellationToken cancellationToken) => _network!.OpenSocketAsync(cancellationToken);

    public async Task<SandboxEnd> KillAsync()
    {
        if (_monitor is null) return new SandboxEnd(default, false);
        KillFirst();
        if (_first is null) _monitor.Kill();
        return await Ended;
    }

    private void KillFirst()
    {
        lock (_gate)
        {
            if (_first is { IsClosed: false } first) _ = LibC.Signal((int)first.DangerousGetHandle(), LibC.SigKill);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Task disposal;
        lock (_gate) disposal = _disposal ??= Task.Run(RemoveAsync);
        await disposal;
    }

    private async Task RemoveAsync()
    {
        await KillAsync();
        _listener?.Dispose();
        _input?.Dispose();
        lock (_gate) _first?.Dispose();
        if (_network is not null) await _network.DisposeAsync();
        _limits?.Dispose();
        folders.Remove();
        Release();
    }
}
