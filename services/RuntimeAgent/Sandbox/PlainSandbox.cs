using System.Net.Sockets;
using System.Text;
using Microsoft.Win32.SafeHandles;
using ScfAspire.RuntimeAgent.Native;
using ScfAspire.RuntimeAgent.Processes;

namespace ScfAspire.RuntimeAgent.Sandbox;

/// <summary>A plain process and the group of processes it leads. What leaves the group is out of reach, and limits are not kept.</summary>
internal sealed class PlainSandbox : ISandbox
{
    private readonly SandboxFolders _folders;
    private readonly TaskCompletionSource<SandboxEnd> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private readonly Socket _listener;
    private SpawnedProcess? _process;
    private SafeFileHandle? _input;
    private PipePump? _output;
    private Task? _disposal;

    public PlainSandbox(SandboxKind kind, SandboxFolders folders)
    {
        Kind = kind;
        _folders = folders;
        _listener = AgentSocket.Listen(folders.Socket);
    }

    public SandboxKind Kind { get; }

    /// <summary>The socket that the bootstrap dials.</summary>
    public string SocketPath => _folders.Socket;

    public string CodeFolder => _folders.Code;

    public string LayerFolder => _folders.Layers;

    public string CodeRoot => _folders.Code;

    public string LayerRoot => _folders.Layers;

    public string HostName => Environment.MachineName;

    public OutputBuffer Output { get; } = new();

    public Task<SandboxEnd> Ended => _ended.Task;

    public string EarlyOutput => Output.Early;

    // A process that left the group may keep the pipe open for good.
    public Task OutputEnded => Ended;

    public long PeakMemoryBytes => 0;

    public void Attach(SpawnedProcess process, SafeFileHandle input, PipePump output)
    {
        _process = process;
        _input = input;
        _output = output;
        _ = WatchAsync(process);
    }

    private async Task WatchAsync(SpawnedProcess process)
    {
        var status = await process.Exited;
        _ = LibC.Kill(-process.Id, LibC.SigKill);
        _output!.Drain();
        _ended.TrySetResult(new SandboxEnd(status, OutOfMemory: false));
    }

    public void SetOutput(Action<string> sink) => Output.SetSink(sink);

    public void DrainOutput() => _output?.Drain();

    public async Task<Socket> AcceptAsync(CancellationToken cancellationToken)
    {
        var socket = await _listener.AcceptAsync(cancellationToken);
        _listener.Dispose();
        File.Delete(_folders.Socket);
        return socket;
    }

    public async Task ExecuteAsync(string script)
    {
        var input = Interlocked.Exchange(ref _input, null) ?? throw new InvalidOperationException("The process has been told already.");
        await using var writer = new FileStream(input, FileAccess.Write, bufferSize: 0);
        await writer.WriteAsync(Encoding.UTF8.GetBytes(script));
    }

    public void Hasten()
    {
    }

    public void Limit(int memoryMb)
    {
    }

    public void ResetPeakMemory()
    {
    }

    public Task DisconnectAsync() => Task.CompletedTask;

    public Task<Socket> OpenSocketAsync(CancellationToken cancellationToken) =>
        Task.FromResult(new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));

    public async Task<SandboxEnd> KillAsync()
    {
        if (_process is null) return new SandboxEnd(default, OutOfMemory: false);
        if (!Ended.IsCompleted) _ = LibC.Kill(-_process.Id, LibC.SigKill);
        return await Ended;
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
        _listener.Dispose();
        _input?.Dispose();
        _folders.Remove();
    }
}
