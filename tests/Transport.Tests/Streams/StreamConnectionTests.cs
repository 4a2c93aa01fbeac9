using System.Net;
using System.Net.Sockets;
using ScfAspire.Transport.Streams;

namespace ScfAspire.Transport.Tests.Streams;

/// <summary>What both kinds of streams must do; the other end is a plain socket.</summary>
public abstract class StreamConnectionTests(StreamConnections connections)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private async Task<(Stream Stream, Socket Other)> ConnectAsync()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(1);
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await connections.ConnectAsync(socket, listener.LocalEndPoint!, Token);
        return (connections.Create(socket), await listener.AcceptAsync(Token));
    }

    private static byte[] Bytes(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }

    [Fact]
    public async Task Large_bodies_pass_both_ways_at_once()
    {
        var (stream, other) = await ConnectAsync();
        await using var _ = stream;
        using var peer = new NetworkStream(other, ownsSocket: true);
        byte[] up = Bytes(3_000_001), down = Bytes(2_500_003);
        byte[] upReceived = new byte[up.Length], downReceived = new byte[down.Length];

        await Task.WhenAll(
            stream.WriteAsync(up, Token).AsTask(), peer.WriteAsync(down, Token).AsTask(),
            stream.ReadExactlyAsync(downReceived, Token).AsTask(), peer.ReadExactlyAsync(upReceived, Token).AsTask());

        Assert.Equal(up, upReceived);
        Assert.Equal(down, downReceived);
    }

    [Fact]
    public async Task A_read_without_room_waits_for_bytes_and_leaves_them()
    {
        var (stream, other) = await ConnectAsync();
        await using var _ = stream;
        using var peer = other;
        var waiting = stream.ReadAsync(Memory<byte>.Empty, Token).AsTask();
        Assert.False(waiting.IsCompleted);

        await peer.SendAsync("ping"u8.ToArray());

        Assert.Equal(0, await waiting);
        var read = new byte[4];
        await stream.ReadExactlyAsync(read, Token);
        Assert.Equal("ping"u8, read);
    }

    [Fact]
    public async Task The_other_sides_end_is_read_after_its_last_bytes()
    {
        var (stream, other) = await ConnectAsync();
        await using var _ = stream;
        var last = Bytes(100_000);
        var sending = Task.Run(async () =>
        {
            using var peer = new NetworkStream(other, ownsSocket: true);
            await peer.WriteAsync(last, Token);
        }, Token);

        var received = new MemoryStream();
        await stream.CopyToAsync(received, Token);

        await sending;
        Assert.Equal(last, received.ToArray());
        Assert.Equal(0, await stream.ReadAsync(new byte[1], Token));
    }

    [Fact]
    public async Task What_was_written_before_the_end_arrives()
    {
        var (stream, other) = await ConnectAsync();
        using var peer = new NetworkStream(other, ownsSocket: true);

        await stream.WriteAsync("last words"u8.ToArray(), Token);
        await stream.DisposeAsync();

        using var reader = new StreamReader(peer);
        Assert.Equal("last words", await reader.ReadToEndAsync(Token));
    }

    [Fact]
    public async Task Closing_ends_a_read_that_waits()
    {
        var (stream, other) = await ConnectAsync();
        using var peer = other;
        var waiting = stream.ReadAsync(new byte[1], Token).AsTask();

        await stream.DisposeAsync();

        // As an end of the stream or as a failure.
        Assert.True(await Record.ExceptionAsync(() => waiting) is not null || await waiting == 0);
        await Assert.ThrowsAnyAsync<Exception>(() => stream.WriteAsync(new byte[1], Token).AsTask());
    }

    [Fact]
    public async Task A_reset_fails_reads_and_then_writes()
    {
        var (stream, other) = await ConnectAsync();
        await using var _ = stream;
        var waiting = stream.ReadAsync(new byte[1], Token).AsTask();

        other.LingerState = new LingerOption(enable: true, 0);
        other.Dispose();

        await Assert.ThrowsAsync<IOException>(() => waiting);
        await Assert.ThrowsAsync<IOException>(async () =>
        {
            // The first may still reach the kernel.
            while (true) await stream.WriteAsync(new byte[1], Token);
        });
    }

    [Fact]
    public async Task A_writer_waits_for_a_reader_that_is_far_behind()
    {
        var (stream, other) = await ConnectAsync();
        await using var _ = stream;
        using var peer = new NetworkStream(other, ownsSocket: true);
        var body = Bytes(64 * 1024 * 1024);

        var writing = stream.WriteAsync(body, Token).AsTask();

        Assert.False(writing.IsCompleted);
        var received = new byte[body.Length];
        await peer.ReadExactlyAsync(received, Token);
        await writing;
        Assert.True(body.AsSpan().SequenceEqual(received));
    }

    [Fact]
    public async Task A_port_where_nobody_listens_refuses()
    {
        using var reserved = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        reserved.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

        var refused = await Assert.ThrowsAsync<SocketException>(() => connections.ConnectAsync(socket, reserved.LocalEndPoint!, Token));

        Assert.Equal(SocketError.ConnectionRefused, refused.SocketErrorCode);
    }
}
