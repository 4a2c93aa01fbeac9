using ScfAspire.Dispatch.Invocations;

namespace ScfAspire.Dispatch.Tests.Doubles;

/// <summary>A caller that keeps a web function's answer.</summary>
internal sealed class CollectedResponse : IHttpResponseSink
{
    public int Status { get; private set; }

    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; private set; } = [];

    public MemoryStream Body { get; } = new();

    public ValueTask OnHeadAsync(int statusCode, IReadOnlyList<KeyValuePair<string, string>> headers, bool upgraded, CancellationToken cancellationToken)
    {
        (Status, Headers) = (statusCode, headers);
        return ValueTask.CompletedTask;
    }

    public ValueTask OnBodyAsync(ReadOnlyMemory<byte> chunk, CancellationToken cancellationToken) => Body.WriteAsync(chunk, cancellationToken);
}
