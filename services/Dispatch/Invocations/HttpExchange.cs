using ScfAspire.Contracts.Link;
using ScfAspire.Dispatch.Links;

namespace ScfAspire.Dispatch.Invocations;

/// <summary>Streams a request's body to the agent and the answer to the sink, both at once and both as fast as the slower side.</summary>
internal sealed class HttpExchange(HttpInvocation invocation, IHttpResponseSink response) : IExchange
{
    private readonly ReplayableBody? _body = invocation.Body is null ? null : new ReplayableBody(invocation.Body);
    private bool _answered;

    public InvokeMode Mode => InvokeMode.Http;

    public bool CanSend => !_answered && _body is not { CanReplay: false };

    public ReadOnlyMemory<byte> Body => default;

    public InvokeFrame Complete(InvokeFrame head) => head with
    {
        Method = invocation.Method,
        Target = invocation.Target,
        Headers = invocation.Headers,
        BodyLength = _body is null ? 0 : invocation.BodyLength,
    };

    public async Task RunAsync(LinkCall call, CancellationToken cancellationToken)
    {
        if (_body is null || invocation.BodyLength == 0)
        {
            await AnswerAsync(call, cancellationToken);
            return;
        }

        using var sendingEnds = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var sending = _body.SendAsync(call, sendingEnds.Token);
        try
        {
            var answering = AnswerAsync(call, cancellationToken);
            if (sending.IsCompletedSuccessfully)
            {
                await answering;
                return;
            }

            // A caller that breaks off its upload ends the call; a body that is through does not.
            if (await Task.WhenAny(sending, answering) == sending) await sending;
            await answering;
        }
        finally
        {
            if (!sending.IsCompleted) await sendingEnds.CancelAsync();
            await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public ReadOnlyMemory<byte> ResultOf(LinkCall call) => default;

    private async Task AnswerAsync(LinkCall call, CancellationToken cancellationToken)
    {
        if (await call.Head.WaitAsync(cancellationToken) is not { } head) return;
        _answered = true;
        try
        {
            await response.OnHeadAsync(head.StatusCode, head.Headers, head.Upgraded, cancellationToken);
            while (true)
            {
                var read = await call.Body.ReadAsync(cancellationToken);
                foreach (var segment in read.Buffer) await response.OnBodyAsync(segment, cancellationToken);
                var length = read.Buffer.Length;
                call.Body.AdvanceTo(read.Buffer.End);
                call.Link.Consumed(call, length);
                if (read.IsCompleted) return;
            }
        }
        finally
        {
            await call.Body.CompleteAsync();
        }
    }
}
