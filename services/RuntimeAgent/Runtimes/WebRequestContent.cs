using System.IO.Pipelines;
using System.Net;

namespace ScfAspire.RuntimeAgent.Runtimes;

/// <summary>A request's body, passed on as it comes.</summary>
internal sealed class WebRequestContent : HttpContent
{
    private readonly PipeReader _body;
    private readonly long _length;

    public WebRequestContent(PipeReader body, long length)
    {
        _body = body;
        _length = length;
        if (length >= 0) Headers.ContentLength = length;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await _body.ReadAsync(cancellationToken);
            foreach (var segment in read.Buffer) await stream.WriteAsync(segment, cancellationToken);
            _body.AdvanceTo(read.Buffer.End);
            if (!read.Buffer.IsEmpty) await stream.FlushAsync(cancellationToken);
            if (read.IsCompleted) return;
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _length;
        return _length >= 0;
    }
}
