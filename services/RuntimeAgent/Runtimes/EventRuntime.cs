using System.Buffers;
using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;
using ScfAspire.Contracts.Internal.V1;
using ScfAspire.Contracts.Link;
using ScfAspire.RuntimeAgent.Instances;
using ScfAspire.RuntimeAgent.Logs;
using ScfAspire.RuntimeAgent.Processes;
using ScfAspire.RuntimeAgent.Sandbox;
using ScfAspire.Transport.Frames;

namespace ScfAspire.RuntimeAgent.Runtimes;

/// <summary>Event functions of a language whose bootstrap speaks runtime frames.</summary>
internal sealed class EventRuntime : IFunctionRuntime, IFrameHandler
{
    private readonly ISandbox _sandbox;
    private readonly IFrameConnection _connection;
    private readonly ConcurrentDictionary<uint, PendingCall> _calls = new();
    private readonly TaskCompletionSource<bool> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<RuntimeReply?> _loaded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Action<string>? _output;
    private uint _lastCall;
    private volatile bool _lost;

    private EventRuntime(ISandbox sandbox, IFrameConnection connection)
    {
        _sandbox = sandbox;
        _connection = connection;
    }

    public int InitTimeOutStatus => ScfStatus.InitTimeLimit;

    public int InitExitStatus(ExitStatus status) => ScfStatus.ProcessExit;

    /// <summary>Waits until the bootstrap of a generic process has dialled and is ready.</summary>
    /// <exception cref="SandboxException">It ended, or said something else.</exception>
    public static async Task<EventRuntime> ConnectAsync(ISandbox sandbox, FrameConnections connections, CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _ = sandbox.Ended.ContinueWith(_ => ended.CancelAsync(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        Socket socket;
        try
        {
            socket = await sandbox.AcceptAsync(ended.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new SandboxException($"The runtime's bootstrap ended with {(await sandbox.Ended).Status} before it was ready.");
        }

        var runtime = new EventRuntime(sandbox, connections.Create(socket, FrameLimits.RuntimePayloadBytes));
        _ = runtime.ReceiveAsync();
        if (await runtime._ready.Task.WaitAsync(cancellationToken)) return runtime;
        await runtime.DisposeAsync();
        throw new SandboxException("The runtime's bootstrap closed its connection before it was ready.");
    }

    private async Task ReceiveAsync()
    {
        try
        {
            await _connection.ReceiveAsync(this);
        }
        catch (FrameFormatException)
        {
            // A function that writes into the bootstrap's connection has broken its own process: the same as if it had exited.
            _connection.Dispose();
        }

        _lost = true;
        _ready.TrySetResult(false);
        _loaded.TrySetResult(RuntimeReply.Lost);
        foreach (var (id, _) in _calls) Complete(id, RuntimeReply.Lost);
    }

    public async Task<RuntimeReply?> LoadAsync(InstanceSpec spec, Action<string> output, CancellationToken cancellationToken)
    {
        _output = output;
        var load = new RuntimeLoad
        {
            Handler = spec.Handler,
            CodeRoot = _sandbox.CodeRoot,
            Environment = FunctionEnvironment.Build(spec, _sandbox.CodeRoot, _sandbox.LayerRoot, _sandbox.HostName),
            FunctionName = spec.Key.Function,
            FunctionVersion = spec.Version,
            Namespace = spec.Key.Namespace,
            MemoryLimitMb = spec.MemoryMb,
            TimeLimitMs = spec.TimeoutMs,
            Region = spec.Region,
            AppId = spec.AppId,
            Uin = spec.Uin,
            Concurrency = Math.Max(1, spec.InstanceConcurrency),
        };
        lock (_connection.Gate) RuntimeFrames.WriteJson(_connection.Output, FrameKind.Load, 0, load, RuntimeJson.Default.RuntimeLoad);
        _connection.Flush();
        return await _loaded.Task.WaitAsync(cancellationToken);
    }

    public ValueTask<RuntimeReply> InvokeAsync(IInvocation call, string traceParent, InvocationLog log, IEarlyAnswer? early, RunningCall running)
    {
        var id = Interlocked.Increment(ref _lastCall);
        var pending = new PendingCall(log, early);
        _calls[id] = pending;
        lock (_connection.Gate)
            RuntimeFrames.WriteEvent(_connection.Output, id, call.Head.RequestId, traceParent, call.Head.TriggerSource, new ReadOnlySequence<byte>(call.Event));
        _connection.Flush();
        if (_lost) Complete(id, RuntimeReply.Lost);
        return new ValueTask<RuntimeReply>(pending.Task);
    }

    public void OnFrame(in FrameHeader header, in ReadOnlySequence<byte> payload)
    {
        switch (header.Kind)
        {
            case FrameKind.Ready:
                _ready.TrySetResult(true);
                break;
            case FrameKind.Loaded:
                _loaded.TrySetResult(null);
                break;
            case FrameKind.LoadFailed:
                _loaded.TrySetResult(ReadFailure(payload));
                break;
            case FrameKind.Log:
                var text = Encoding.UTF8.GetString(payload);
                if (_calls.TryGetValue(header.CallId, out var call)) call.Log.AppendUser(text);
                else _output?.Invoke(text);
                break;
            case FrameKind.Result:
                OnResult(header, payload);
                break;
            case FrameKind.Done:
                if (!_calls.TryGetValue(header.CallId, out var done)) break;
                Complete(header.CallId, done.Result ?? throw new FrameFormatException("DONE came where no result had been."));
                break;
            case FrameKind.Failure:
                Complete(header.CallId, ReadFailure(payload));
                break;
            default:
                throw new FrameFormatException($"A bootstrap does not send {header.Kind}.");
        }
    }

    private void OnResult(in FrameHeader header, in ReadOnlySequence<byte> payload)
    {
        if (payload.Length > ScfStatus.MaxResultBytes)
        {
            Complete(header.CallId, RuntimeReply.Failure(ScfStatus.ResponseTooLarge, ScfStatus.ResponseTooLargeText));
            return;
        }

        var result = RuntimeReply.Result(payload.ToArray());
        if (!header.HasLaterWork || !_calls.TryGetValue(header.CallId, out var call) || call.Early is not { } early)
        {
            Complete(header.CallId, result);
            return;
        }

        call.Result = result;
        early.Give(result);
    }

    private static RuntimeReply ReadFailure(in ReadOnlySequence<byte> payload)
    {
        var failure = RuntimeFrames.ReadJson(payload, RuntimeJson.Default.RuntimeFailure);
        var status = failure.StatusCode is ScfStatus.HandlerNotFound or ScfStatus.ResponseTooLarge or ScfStatus.MemoryLimit ? failure.StatusCode : ScfStatus.UserException;
        return RuntimeReply.Failure(status, failure.ErrorMessage ?? "", failure.StackTrace ?? "") with { EndsInstance = status == ScfStatus.MemoryLimit };
    }

    private void Complete(uint id, RuntimeReply reply)
    {
        if (_calls.TryRemove(id, out var call)) call.TrySetResult(reply);
    }

    public ValueTask DisposeAsync()
    {
        _connection.Dispose();
        return ValueTask.CompletedTask;
    }

    // Completed on the receiving thread on purpose: what follows only appends frames, and one flush then serves a whole batch.
    private sealed class PendingCall(InvocationLog log, IEarlyAnswer? early) : TaskCompletionSource<RuntimeReply>
    {
        public InvocationLog Log => log;

        public IEarlyAnswer? Early => early;

        /// <summary>Of a function that runs on.</summary>
        public RuntimeReply? Result { get; set; }
    }
}
