using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Microsoft.Win32.SafeHandles;
using ScfAspire.RuntimeAgent.Native;
using ScfAspire.RuntimeAgent.Processes;
using ScfAspire.RuntimeAgent.Sandbox;

namespace ScfAspire.RuntimeAgent.Pods;

/// <summary>
/// The runtime container beside the agent's. Its limits are the cluster's; its end is what its launcher says, or what the container's status says where the kernel
/// took the launcher too; see docs/specs/function-pods.md.
/// </summary>
internal sealed class PodSandbox(SandboxKind kind, PodFolders folders, RuntimeStatus status, TimeProvider time) : ISandbox
{
    /// <summary>A launcher that does not say the end of what it was to end: the pod as a whole is deleted.</summary>
    private static readonly TimeSpan KillGrace = TimeSpan.FromSeconds(2);

    /// <summary>From the end of the container to its status.</summary>
    private static readonly TimeSpan StatusGrace = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan BetweenMeasurements = TimeSpan.FromMilliseconds(50);

    private readonly TaskCompletionSource<SandboxEnd> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly OutputBuffer _output = new();
    private readonly StringBuilder _said = new();
    private readonly Lock _gate = new();
    private LauncherPipes? _pipes;
    private SafeFileHandle? _input;
    private PipePump? _pump;
    private Socket? _listener;
    private Task? _disposal;
    private long _peak;
    private long _asked;
    private volatile bool _gone;

    public SandboxKind Kind => kind;

    public string CodeFolder => folders.Code;

    public string LayerFolder => folders.Layers;

    public string CodeRoot => SandboxPaths.Code;

    public string LayerRoot => SandboxPaths.Layers;

    public string HostName => Environment.MachineName;

    public Task<SandboxEnd> Ended => _ended.Task;

    public Task OutputEnded => _output.Ended;

    public string EarlyOutput => _output.Early;

    public long PeakMemoryBytes
    {
        get
        {
            Measure();
            return Volatile.Read(ref _peak);
        }
    }

    /// <summary>Offers the socket and the FIFOs, and waits for the launcher.</summary>
    /// <exception cref="IOException">The volume cannot be used.</exception>
    public async Task OpenAsync(DescriptorLoop loop)
    {
        _listener = AgentSocket.Listen(folders.Socket);
        folders.MakeFifos();
        _pipes = await LauncherPipes.OpenAsync(folders);
        _input = _pipes.Input;
        _pump = loop.Pump(_pipes.Output, _output.Append, _output.End);
        loop.Pump(_pipes.End, Hear, () => _ = EndedAsync());
    }

    // Lines of the launcher; on the loop's thread.
    private void Hear(ReadOnlySpan<byte> bytes)
    {
        _said.Append(Encoding.ASCII.GetString(bytes));
        while (_said.ToString() is var said && said.IndexOf('\n', StringComparison.Ordinal) is var end and >= 0)
        {
            _said.Remove(0, end + 1);
            switch (said[..end].Split(' '))
            {
                case ["memory", var text] when long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var peak):
                    Volatile.Write(ref _peak, peak);
                    break;
                case ["exit", var code, var kills] when int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out var exit):
                    _ended.TrySetResult(new SandboxEnd(new ExitStatus(exit & 0xff, 0), kills != "0"));
                    break;
            }
        }
    }

    // The kernel took the launcher too: all at once for want of memory, or the container was ended from outside.
    private async Task EndedAsync()
    {
        _gone = true;
        if (_ended.Task.IsCompleted) return;
        try
        {
            var known = await status.Known.WaitAsync(StatusGrace, time);
            _ended.TrySetResult(new SandboxEnd(new ExitStatus(known.ExitCode & 0xff, 0), known.OutOfMemory));
        }
        catch (TimeoutException)
        {
            _ended.TrySetResult(new SandboxEnd(new ExitStatus(0, LibC.SigKill), OutOfMemory: false));
        }
    }

    public void SetOutput(Action<string> sink) => _output.SetSink(sink);

    public void DrainOutput() => _pump?.Drain();

    public async Task<Socket> AcceptAsync(CancellationToken cancellationToken)
    {
        var listener = _listener ?? throw new InvalidOperationException("The bootstrap has dialled already.");
        var socket = await listener.AcceptAsync(cancellationToken);
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

    public void Hasten()
    {
        // The cluster has set what it may use.
    }

    public void Limit(int memoryMb) => Measure();

    public void ResetPeakMemory() => Measure();

    // Asks the launcher; the answer is there for the next look.
    private unsafe void Measure()
    {
        lock (_gate)
        {
            if (_pipes is not { Control.IsClosed: false } pipes || _ended.Task.IsCompleted) return;
            if (_asked != 0 && time.GetElapsedTime(_asked) < BetweenMeasurements) return;
            _asked = time.GetTimestamp();
            var line = (byte)'\n';
            // One that is full has been asked often enough.
            _ = LibC.Write((int)pipes.Control.DangerousGetHandle(), &line, 1);
        }
    }

    public Task DisconnectAsync() => Task.CompletedTask;

    public Task<Socket> OpenSocketAsync(CancellationToken cancellationToken) => Task.FromResult(new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));

    public async Task<SandboxEnd> KillAsync()
    {
        lock (_gate) _pipes?.Control.Dispose();
        if (_pipes is null) _ended.TrySetResult(default);
        try
        {
            return await Ended.WaitAsync(_gone ? StatusGrace : KillGrace, time);
        }
        catch (TimeoutException)
        {
            _ended.TrySetResult(new SandboxEnd(new ExitStatus(0, LibC.SigKill), OutOfMemory: false));
            return await Ended;
        }
        finally
        {
            // Nothing that still holds the pipe outlives the pod.
            _output.End();
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
        folders.RemoveFifos();
    }
}
