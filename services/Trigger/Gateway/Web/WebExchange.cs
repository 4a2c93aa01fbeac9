using System.IO.Pipelines;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using ScfAspire.Dispatch.Invocations;
using ScfAspire.Trigger.Gateway.Requests;
using ScfAspire.Trigger.Gateway.Responses;

namespace ScfAspire.Trigger.Gateway.Web;

/// <summary>
/// One raw request and its answer. The client's bytes are <see cref="Body"/>; after an upgrade they are those of the upgraded connection, which the
/// function sees as the rest of the body.
/// </summary>
internal sealed class WebExchange : IHttpResponseSink, IAsyncDisposable
{
    private readonly HttpContext _context;
    private readonly CancellationTokenSource _tooLarge = new();
    private readonly CancellationTokenSource _ended = new();
    private readonly CancellationTokenSource _gone = new();
    private readonly CancellationTokenRegistration _aborted;
    private readonly Pipe? _upgradePipe;
    private Stream? _upgraded;
    private bool _isUpgraded;
    private Task _receiving = Task.CompletedTask;

    private WebExchange(HttpContext context, ReadOnlyMemory<byte>? body)
    {
        _context = context;
        _aborted = context.RequestAborted.Register(OnRequestAborted);
        IsUpgrade = context.Features.Get<IHttpUpgradeFeature>()?.IsUpgradableRequest == true;
        if (IsUpgrade)
        {
            _upgradePipe = new Pipe();
            Body = _upgradePipe.Reader;
            BodyLength = -1;
        }
        else if (body is { } whole)
        {
            Body = whole.IsEmpty ? null : PipeReader.Create(new System.Buffers.ReadOnlySequence<byte>(whole));
            BodyLength = whole.Length;
        }
        else if (RequestBody.CanHaveBody(context))
        {
            // A streaming client may be as slow as it likes: the function's time limit bounds it.
            if (context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate) rate.MinDataRate = null;
            BodyLength = context.Request.ContentLength ?? -1;
            Body = BodyLength >= 0 ? context.Request.BodyReader : new LimitedBody(context.Request.BodyReader, GatewayOptions.MaxRequestBytes, _tooLarge);
        }
    }

    /// <summary>Null when the request has no body.</summary>
    public PipeReader? Body { get; }

    /// <summary>-1 when unknown, as it is for an upgrade.</summary>
    public long BodyLength { get; }

    public bool IsUpgrade { get; }

    /// <summary>The answer's head is on its way: nothing else can be answered.</summary>
    public bool HasBegun { get; private set; }

    /// <summary>Cancelled when an undeclared body grows past the limit.</summary>
    public CancellationToken TooLarge => _tooLarge.Token;

    /// <summary>
    /// Cancelled when the client has gone away. On an upgraded connection a client that has sent its last byte has not: its function sees the end of
    /// the body and ends the connection in its own time.
    /// </summary>
    public CancellationToken ClientGone => _gone.Token;

    /// <param name="context">The request.</param>
    /// <param name="body">The body where it was read already; null to stream it.</param>
    public static WebExchange Begin(HttpContext context, ReadOnlyMemory<byte>? body) => new(context, body);

    public async ValueTask OnHeadAsync(int statusCode, IReadOnlyList<KeyValuePair<string, string>> headers, bool upgraded, CancellationToken cancellationToken)
    {
        HasBegun = true;
        var response = _context.Response;
        response.StatusCode = statusCode;
        foreach (var (name, value) in headers)
        {
            if (name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase))
            {
                if (!upgraded && long.TryParse(value, out var length)) response.ContentLength = length;
            }
            else if ((upgraded && name.Equals("Upgrade", StringComparison.OrdinalIgnoreCase))
                || (AnswerHeaders.IsForwarded(name, _context) && AnswerHeaders.IsValid(name, value)))
                response.Headers.Append(name, value);
        }
        if (!upgraded)
        {
            // The caller of an answer without an end in sight is to see its head at once; a declared body follows on its heels and shares its packet.
            if (response.ContentLength is null && statusCode is not (204 or 304)) await response.BodyWriter.FlushAsync(cancellationToken);
            return;
        }
        Volatile.Write(ref _isUpgraded, true);
        _upgraded = await _context.Features.GetRequiredFeature<IHttpUpgradeFeature>().UpgradeAsync();
        _receiving = ReceiveAsync(_upgraded);
    }

    public async ValueTask OnBodyAsync(ReadOnlyMemory<byte> chunk, CancellationToken cancellationToken)
    {
        if (_upgraded is not null)
        {
            await _upgraded.WriteAsync(chunk, cancellationToken);
            await _upgraded.FlushAsync(cancellationToken);
            return;
        }
        await _context.Response.BodyWriter.WriteAsync(chunk, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _aborted.DisposeAsync();
        await _ended.CancelAsync();
        await _receiving;
        if (_upgradePipe is not null) await _upgradePipe.Writer.CompleteAsync();
        if (_upgraded is not null) await _upgraded.DisposeAsync();
        _ended.Dispose();
        _gone.Dispose();
        _tooLarge.Dispose();
    }

    /// <summary>Carries what the client sends on the upgraded connection until either side ends it.</summary>
    private async Task ReceiveAsync(Stream stream)
    {
        var writer = _upgradePipe!.Writer;
        try
        {
            await stream.CopyToAsync(writer, _ended.Token);
        }
        catch (OperationCanceledException)
        {
            // The call has ended.
            await writer.CompleteAsync();
            return;
        }
        catch (IOException)
        {
            await writer.CompleteAsync();
            await _gone.CancelAsync();
            return;
        }
        await writer.CompleteAsync();
    }

    private void OnRequestAborted()
    {
        if (!Volatile.Read(ref _isUpgraded)) _gone.Cancel();
    }
}
