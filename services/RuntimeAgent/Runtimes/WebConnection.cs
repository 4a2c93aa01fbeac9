using ScfAspire.Transport.Streams;

namespace ScfAspire.RuntimeAgent.Runtimes;

/// <summary>
/// A connection to the server of a web function. The HTTP client sends a request without a body again, on another connection, when one ends
/// before the answer; but the server may have acted on it, and a call runs at most once. So a request that has been written to one connection
/// cannot be written to a second.
/// </summary>
internal sealed class WebConnection(Stream connection) : DuplexStream
{
    // The client writes a request in the flow of the call that sends it, whichever connection it chooses.
    private static readonly AsyncLocal<Sending?> Current = new();

    /// <summary>What the calling flow writes from here on is one request.</summary>
    public static void BeginRequest() => Current.Value = new Sending();

    /// <exception cref="IOException">The request has been written to another connection.</exception>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        Current.Value is { } sending && !sending.Takes(this)
            ? ValueTask.FromException(new IOException("The connection ended before the answer, and a request is not sent twice."))
            : connection.WriteAsync(buffer, cancellationToken);

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => connection.ReadAsync(buffer, cancellationToken);

    public override Task FlushAsync(CancellationToken cancellationToken) => connection.FlushAsync(cancellationToken);

    protected override void Dispose(bool disposing)
    {
        if (disposing) connection.Dispose();
        base.Dispose(disposing);
    }

    private sealed class Sending
    {
        private WebConnection? _connection;

        public bool Takes(WebConnection connection) => (Interlocked.CompareExchange(ref _connection, connection, null) ?? connection) == connection;
    }
}
