namespace ScfAspire.RuntimeAgent.Runtimes;

/// <summary>
/// A connection to the server of a web function. The HTTP client sends a request without a body again, on another connection, when one ends
/// before the answer; but the server may have acted on it, and a call runs at most once. So a request that has been written to one connection
/// cannot be written to a second.
/// </summary>
internal sealed class WebConnection(Stream connection) : Stream
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

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => connection.ReadAsync(buffer, cancellationToken);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        connection.ReadAsync(buffer, offset, count, cancellationToken);

    public override Task FlushAsync(CancellationToken cancellationToken) => connection.FlushAsync(cancellationToken);

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Flush() => connection.Flush();

    public override int Read(byte[] buffer, int offset, int count) => connection.Read(buffer, offset, count);

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("Requests are written asynchronously.");

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

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
