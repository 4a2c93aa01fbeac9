using System.Globalization;
using System.Net.Sockets;
using System.Text;
using ScfAspire.Contracts.Internal.V1;
using ScfAspire.RuntimeAgent.Instances;
using ScfAspire.RuntimeAgent.Logs;
using ScfAspire.RuntimeAgent.Processes;
using ScfAspire.RuntimeAgent.Sandbox;

namespace ScfAspire.RuntimeAgent.Runtimes;

/// <summary>Event functions of a custom runtime: the user's own program fetches events and posts results over the HTTP Runtime API, one at a time.</summary>
internal sealed class CustomRuntime(ISandbox sandbox, RuntimeApiServer api) : IFunctionRuntime
{
    private const string BootstrapFile = "bootstrap";
    private const int Backlog = 16;
    private const int InternetLevel = 0, FreeBind = 15;

    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim _turn = new(1);
    private readonly Lock _gate = new();
    private TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private PendingEvent? _current;
    private InstanceSpec? _spec;
    private Socket? _listener;

    public int InitTimeOutStatus => ScfStatus.InitTimeLimit;

    public int InitExitStatus(ExitStatus status) => LauncherStart.ExitStatus(status);

    public async Task<RuntimeReply?> LoadAsync(InstanceSpec spec, Action<string> output, CancellationToken cancellationToken)
    {
        _spec = spec;
        _listener = await sandbox.OpenSocketAsync(cancellationToken);
        // A new namespace's loopback may not be up yet.
        _listener.SetRawSocketOption(InternetLevel, FreeBind, BitConverter.GetBytes(1));
        _listener.Bind(api.EndPoint);
        _listener.Listen(Backlog);
        _ = api.ServeAsync(_listener, this);
        if (await LauncherStart.RunAsync(sandbox, spec, BootstrapFile) is { } failure) return failure;
        await Task.WhenAny(_ready.Task, sandbox.Ended).WaitAsync(cancellationToken);
        return _ready.Task.IsCompleted ? null : RuntimeReply.Lost;
    }

    public async ValueTask<RuntimeReply> InvokeAsync(IInvocation call, string traceParent, InvocationLog log, IEarlyAnswer? early, RunningCall running)
    {
        var cancellationToken = running.Aborted;
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var pending = new PendingEvent(call, traceParent);
            lock (_gate)
            {
                _current = pending;
                _arrived.TrySetResult();
            }

            Task over = Task.WhenAny(pending.Task, sandbox.Ended);
            await over.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (Withdraw(pending)) cancellationToken.ThrowIfCancellationRequested();
            // The program has it and knows of no cancellation: it answers or is ended.
            await over;
            return pending.Task.IsCompleted ? await pending.Task : RuntimeReply.Lost;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Answers one request of the runtime.</summary>
    public Task HandleAsync(HttpContext context) => (context.Request.Method, context.Request.Path.Value) switch
    {
        ("POST", "/runtime/init/ready") => HandleReadyAsync(context),
        ("GET", "/runtime/invocation/next") => HandleNextAsync(context),
        ("POST", "/runtime/invocation/response") => HandleEndAsync(context, failed: false),
        ("POST", "/runtime/invocation/error") => HandleEndAsync(context, failed: true),
        _ => AnswerAsync(context, StatusCodes.Status404NotFound, "There is no such call in the runtime API."),
    };

    private Task HandleReadyAsync(HttpContext context)
    {
        _ready.TrySetResult();
        return AnswerAsync(context, StatusCodes.Status200OK, "");
    }

    private async Task HandleNextAsync(HttpContext context)
    {
        PendingEvent? pending;
        while (true)
        {
            Task arrived;
            lock (_gate)
            {
                (pending, arrived) = (_current, _arrived.Task);
                if (pending is not null) pending.Fetched = true;
            }

            if (pending is not null) break;
            try
            {
                await arrived.WaitAsync(context.RequestAborted);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }

        var headers = context.Response.Headers;
        headers["request_id"] = pending.Call.Head.RequestId.ToString("D");
        headers["memory_limit_in_mb"] = _spec!.MemoryMb.ToString(CultureInfo.InvariantCulture);
        headers["time_limit_in_ms"] = pending.Call.Head.TimeLimitMs.ToString(CultureInfo.InvariantCulture);
        if (pending.Call.Head.TriggerSource is { Length: > 0 } source) headers["trigger_src"] = source;
        if (pending.TraceParent.Length > 0) headers.TraceParent = pending.TraceParent;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = pending.Call.Event.Length;
        await context.Response.Body.WriteAsync(pending.Call.Event, context.RequestAborted);
    }

    private async Task HandleEndAsync(HttpContext context, bool failed)
    {
        var body = await ReadAsync(context.Request.Body, context.RequestAborted);
        if (TakeFetched() is not { } pending)
        {
            await AnswerAsync(context, StatusCodes.Status400BadRequest, "No event has been fetched that this could end.");
            return;
        }

        // Answered first: a program that ends itself as soon as it has posted must not look as if it had died in the call.
        await AnswerAsync(context, StatusCodes.Status200OK, "");
        pending.TrySetResult(body is null
            ? RuntimeReply.Failure(ScfStatus.ResponseTooLarge, ScfStatus.ResponseTooLargeText)
            : failed ? RuntimeReply.Failure(ScfStatus.UserException, Encoding.UTF8.GetString(body)) : RuntimeReply.Result(body));
    }

    // Takes an event back that nobody has fetched. Without this the program would get it although its caller is gone.
    private bool Withdraw(PendingEvent pending)
    {
        lock (_gate)
        {
            if (_current != pending || pending.Fetched) return false;
            _current = null;
            _arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return true;
        }
    }

    // The first end is the final one, and the event is not handed out again after it.
    private PendingEvent? TakeFetched()
    {
        lock (_gate)
        {
            if (_current is not { Fetched: true } pending) return null;
            _current = null;
            _arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return pending;
        }
    }

    // Null when it is over the limit.
    private static async Task<byte[]?> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var body = new MemoryStream();
        var buffer = new byte[64 * 1024];
        for (int count; (count = await stream.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            if (body.Length <= ScfStatus.MaxResultBytes) body.Write(buffer, 0, count);
        }

        return body.Length > ScfStatus.MaxResultBytes ? null : body.ToArray();
    }

    private static async Task AnswerAsync(HttpContext context, int status, string text)
    {
        context.Response.StatusCode = status;
        context.Response.ContentLength = Encoding.UTF8.GetByteCount(text);
        await context.Response.WriteAsync(text, context.RequestAborted);
        await context.Response.CompleteAsync();
    }

    public ValueTask DisposeAsync()
    {
        _listener?.Dispose();
        _turn.Dispose();
        return ValueTask.CompletedTask;
    }

    private sealed class PendingEvent(IInvocation call, string traceParent) : TaskCompletionSource<RuntimeReply>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public IInvocation Call => call;

        public string TraceParent => traceParent;

        public bool Fetched { get; set; }
    }
}
