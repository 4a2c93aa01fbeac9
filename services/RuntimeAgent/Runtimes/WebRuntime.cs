using System.Buffers;
using System.Net;
using System.Net.Sockets;
using System.Text;
using ScfAspire.Contracts.Internal.V1;
using ScfAspire.Contracts.Link;
using ScfAspire.RuntimeAgent.Instances;
using ScfAspire.RuntimeAgent.Logs;
using ScfAspire.RuntimeAgent.Processes;
using ScfAspire.RuntimeAgent.Sandbox;
using ScfAspire.Transport.Streams;

namespace ScfAspire.RuntimeAgent.Runtimes;

/// <summary>Web functions: the user's own HTTP server on port 9000 of the sandbox's network; requests and answers are passed on as they come.</summary>
internal sealed class WebRuntime : IFunctionRuntime
{
    private const string BootstrapFile = "scf_bootstrap";
    private const int CopyBytes = 64 * 1024;

    // Shorter than servers keep an idle connection: one that closes it just as a request comes would fail that request.
    private static readonly TimeSpan KeptIdle = TimeSpan.FromSeconds(1);

    // From the break of a connection to that of the port, where both go with their process.
    private static readonly TimeSpan ExitPause = TimeSpan.FromMilliseconds(50);
    private static readonly IPEndPoint Server = new(IPAddress.Loopback, 9000);
    private static readonly UriCreationOptions AsItIs = new() { DangerousDisablePathAndQueryCanonicalization = true };

    private readonly ISandbox _sandbox;
    private readonly InstanceSpec _spec;
    private readonly StreamConnections _connections;
    private readonly TimeProvider _time;
    private readonly HttpMessageInvoker _client;
    private Socket? _first;

    public WebRuntime(ISandbox sandbox, InstanceSpec spec, StreamConnections connections, TimeProvider time)
    {
        _sandbox = sandbox;
        _spec = spec;
        _connections = connections;
        _time = time;
        _client = new HttpMessageInvoker(new SocketsHttpHandler
        {
            ConnectCallback = (_, token) => ConnectAsync(token),
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            UseCookies = false,
            UseProxy = false,
            ActivityHeadersPropagator = null,
            Expect100ContinueTimeout = TimeSpan.Zero,
            RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8,
            PooledConnectionIdleTimeout = KeptIdle,
        });
    }

    public int InitTimeOutStatus => ScfStatus.PortBindingFailed;

    public int InitExitStatus(ExitStatus status) => LauncherStart.ExitStatus(status);

    public async Task<RuntimeReply?> LoadAsync(InstanceSpec spec, Action<string> output, CancellationToken cancellationToken)
    {
        if (await LauncherStart.RunAsync(_sandbox, spec, BootstrapFile) is { } failure) return failure;
        _first = await SandboxPort.ConnectAsync(_sandbox, Server, _connections.ConnectAsync, _time, cancellationToken);
        return _first is null ? RuntimeReply.Lost : null;
    }

    // A process that goes takes its port along before its end is known here; but its connections may break before, and then the port still takes one, which breaks too.
    private async Task<bool> ListensAsync(CancellationToken cancellationToken)
    {
        if (_sandbox.Ended.IsCompleted) return false;
        try
        {
            using var socket = await _sandbox.OpenSocketAsync(cancellationToken);
            await socket.ConnectAsync(Server, cancellationToken);
            var broken = socket.ReceiveAsync(new byte[1], cancellationToken).AsTask();
            var pause = Task.Delay(ExitPause, _time, cancellationToken);
            var first = await Task.WhenAny(_sandbox.Ended, broken, pause);
            await first;
            return first == pause;
        }
        catch (Exception e) when (e is SocketException or IOException or ObjectDisposedException)
        {
            return false;
        }
    }

    private async ValueTask<Stream> ConnectAsync(CancellationToken cancellationToken)
    {
        var socket = Interlocked.Exchange(ref _first, null);
        if (socket is null)
        {
            socket = await _sandbox.OpenSocketAsync(cancellationToken);
            try
            {
                await _connections.ConnectAsync(socket, Server, cancellationToken);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }

        socket.NoDelay = true;
        return new WebConnection(_connections.Create(socket));
    }

    public async ValueTask<RuntimeReply> InvokeAsync(IInvocation call, string traceParent, InvocationLog log, IEarlyAnswer? early, RunningCall running)
    {
        var cancellationToken = running.Aborted;
        var headSent = false;
        try
        {
            using var request = Request(call, traceParent);
            WebConnection.BeginRequest();
            using var response = await _client.SendAsync(request, cancellationToken);
            var (headers, headerBytes) = WebHeaders.Of(response);
            var upgraded = response.StatusCode == HttpStatusCode.SwitchingProtocols;
            if (headerBytes > ScfStatus.MaxResponseHeaderBytes) return RuntimeReply.Failure(ScfStatus.ResponseTooLarge, "The size of response headers exceeds the upper limit (4KB)");
            if (response.Content.Headers.ContentLength > ScfStatus.MaxResultBytes && request.Method != HttpMethod.Head)
                return RuntimeReply.Failure(ScfStatus.ResponseTooLarge, ScfStatus.ResponseTooLargeText);
            call.SendHead(new HeadFrame((int)response.StatusCode, upgraded, headers));
            headSent = true;
            await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            var upload = upgraded && call.Body is { } input ? CopyUpAsync(input, body, cancellationToken) : Task.CompletedTask;
            var bytes = await CopyDownAsync(call, body, upgraded, cancellationToken);
            if (bytes < 0) return RuntimeReply.Failure(ScfStatus.ResponseTooLarge, ScfStatus.ResponseTooLargeText);
            if (upgraded && !upload.IsCompleted) call.Body!.CancelPendingRead();
            await upload;
            return RuntimeReply.Streamed(bytes);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or SocketException or SandboxException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return await BrokenAsync(e, headSent, cancellationToken);
        }
    }

    // The server broke the exchange off: because its process is going, or of its own will.
    private async Task<RuntimeReply> BrokenAsync(Exception failure, bool headSent, CancellationToken cancellationToken)
    {
        if (!await ListensAsync(cancellationToken)) return RuntimeReply.Lost;
        return RuntimeReply.Failure(ScfStatus.UserException, headSent ? "The server ended its answer early." : $"The server on port 9000 did not answer: {failure.Message}");
    }

    private HttpRequestMessage Request(IInvocation call, string traceParent)
    {
        var head = call.Head;
        var target = head.Target.StartsWith('/') ? head.Target : "/" + head.Target;
        var request = new HttpRequestMessage(HttpMethod.Parse(head.Method), new Uri("http://127.0.0.1:9000" + target, AsItIs)) { Version = HttpVersion.Version11 };
        var upgrades = head.Headers.Any(header => header.Key.Equals("Upgrade", StringComparison.OrdinalIgnoreCase));
        if (!upgrades) request.Content = call.Body is { } body ? new WebRequestContent(body, head.BodyLength) : HasBody(head.Method) ? new ByteArrayContent([]) : null;
        WebHeaders.CopyTo(request, head, traceParent, _spec);
        return request;
    }

    private static bool HasBody(string method) => method is "POST" or "PUT" or "PATCH";

    private static async Task<long> CopyDownAsync(IInvocation call, Stream body, bool unlimited, CancellationToken cancellationToken)
    {
        // Not given back where a read was broken off: it might still be written to.
        var buffer = ArrayPool<byte>.Shared.Rent(CopyBytes);
        long total = 0;
        while (true)
        {
            var count = await body.ReadAsync(buffer, cancellationToken);
            total += count;
            if (!unlimited && total > ScfStatus.MaxResultBytes) return -1;
            await call.SendAsync(buffer.AsMemory(0, count), end: count == 0, cancellationToken);
            if (count > 0) continue;
            ArrayPool<byte>.Shared.Return(buffer);
            return total;
        }
    }

    private static async Task CopyUpAsync(System.IO.Pipelines.PipeReader input, Stream connection, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                var read = await input.ReadAsync(cancellationToken);
                foreach (var segment in read.Buffer) await connection.WriteAsync(segment, cancellationToken);
                await connection.FlushAsync(cancellationToken);
                input.AdvanceTo(read.Buffer.End);
                if (read.IsCompleted || read.IsCanceled) return;
            }
        }
        catch (IOException)
        {
            // The server has closed; what it sent before is still passed on.
        }
    }

    public ValueTask DisposeAsync()
    {
        _first?.Dispose();
        _client.Dispose();
        return ValueTask.CompletedTask;
    }
}
