using System.Net;
using ScfAspire.Contracts.Internal.V1;
using ScfAspire.RuntimeAgent.Instances;
using ScfAspire.RuntimeAgent.Logs;
using ScfAspire.RuntimeAgent.Processes;
using ScfAspire.RuntimeAgent.Sandbox;

namespace ScfAspire.RuntimeAgent.Runtimes;

/// <summary>Event functions in Go: the user's compiled program serves net/rpc on a port of the sandbox's network, several calls at a time if it is to.</summary>
internal sealed class GoRuntime(ISandbox sandbox, TimeProvider time) : IFunctionRuntime
{
    private static readonly IPEndPoint Server = new(IPAddress.Loopback, FunctionEnvironment.GoServerPort);

    private InstanceSpec? _spec;
    private GoConnection? _connection;
    private string _environment = "";
    private bool _triggered;

    public int InitTimeOutStatus => ScfStatus.InitTimeLimit;

    public int InitExitStatus(ExitStatus status) => LauncherStart.CannotRun(status) ? ScfStatus.HandlerNotFound : ScfStatus.ProcessExit;

    public async Task<RuntimeReply?> LoadAsync(InstanceSpec spec, Action<string> output, CancellationToken cancellationToken)
    {
        _spec = spec;
        _environment = GoMessages.Environment(spec, null);
        if (await LauncherStart.RunAsync(sandbox, spec, spec.Handler, ScfStatus.HandlerNotFound) is { } failure) return failure;
        if (await SandboxPort.ConnectAsync(sandbox, Server, static (socket, server, token) => socket.ConnectAsync(server, token).AsTask(), time, cancellationToken) is not { } socket) return RuntimeReply.Lost;
        _connection = new GoConnection(socket);
        var reply = await _connection.CallAsync(GoMessages.WritePing).WaitAsync(cancellationToken);
        return reply.Kind == ReplyKind.Result ? null : reply;
    }

    public async ValueTask<RuntimeReply> InvokeAsync(IInvocation call, string traceParent, InvocationLog log, IEarlyAnswer? early, RunningCall running)
    {
        var deadline = time.GetUtcNow().AddMilliseconds(call.Head.TimeLimitMs);
        var environment = EnvironmentFor(call.Head.TriggerSource);
        return await _connection!.CallAsync((gob, sequence) => GoMessages.WriteInvoke(gob, sequence, call, _spec!, environment, traceParent, deadline));
    }

    // The program's library sets these variables and takes none away: once there was a source, a call without one says so.
    private string EnvironmentFor(string source)
    {
        if (source.Length == 0 && !_triggered) return _environment;
        _triggered = true;
        return GoMessages.Environment(_spec!, source.Length > 0 ? source : _spec!.Environment.TryGetValue(GoMessages.TriggerSourceName, out var own) ? own : "");
    }

    public ValueTask DisposeAsync()
    {
        _connection?.Dispose();
        return ValueTask.CompletedTask;
    }
}
