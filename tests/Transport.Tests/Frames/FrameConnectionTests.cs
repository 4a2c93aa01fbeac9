using System.Buffers;
using System.Net.Sockets;
using ScfAspire.Contracts.Link;
using ScfAspire.Transport.Frames;

namespace ScfAspire.Transport.Tests.Frames;

/// <summary>What both kinds of frame connections must do; the other end is a plain socket or a connection of the same kind.</summary>
public abstract class FrameConnectionTests(FrameConnections connections)
{
    private const int MaxPayload = 16 * 1024 * 1024;

    [Fact]
    public async Task Frames_come_whole_and_in_order_however_they_were_cut()
    {
        var (one, other) = SocketPair.Create();
        using var connection = connections.Create(one, MaxPayload);
        var received = new ReceivedFrames();
        _ = connection.ReceiveAsync(received);
        var random = new Random(20261122);
        var bodies = Enumerable.Range(0, 200).Select(index => Bytes(random, index % 20 == 0 ? random.Next(300_000) : random.Next(2_000))).ToArray();

        var sending = Task.Run(async () =>
        {
            var stream = new ArrayBufferWriter<byte>();
            for (var i = 0; i < bodies.Length; i++) WriteData(stream, (uint)i + 1, bodies[i]);
            for (var rest = stream.WrittenMemory; !rest.IsEmpty;)
            {
                var piece = rest[..Math.Min(rest.Length, 1 + random.Next(50_000))];
                rest = rest[await other.SendAsync(piece)..];
            }
        }, TestContext.Current.CancellationToken);

        for (var i = 0; i < bodies.Length; i++)
        {
            var (call, bytes) = await received.NextAsync();
            Assert.Equal((uint)i + 1, call);
            Assert.Equal(bodies[i], bytes);
        }

        await sending;
        other.Dispose();
    }

    [Fact]
    public async Task Frames_of_many_threads_arrive_whole_and_each_threads_in_order()
    {
        const int Threads = 8, Each = 500;
        var (one, other) = SocketPair.Create();
        using var sender = connections.Create(one, MaxPayload);
        using var receiver = connections.Create(other, MaxPayload);
        var received = new ReceivedFrames();
        _ = sender.ReceiveAsync(new ReceivedFrames());
        _ = receiver.ReceiveAsync(received);

        await Task.WhenAll(Enumerable.Range(0, Threads).Select(thread => Task.Run(() =>
        {
            for (var i = 0; i < Each; i++)
            {
                lock (sender.Gate) WriteData(sender.Output, (uint)thread, BitConverter.GetBytes(i));
                sender.Flush();
            }
        })));

        var next = new int[Threads];
        for (var i = 0; i < Threads * Each; i++)
        {
            var (thread, bytes) = await received.NextAsync();
            Assert.Equal(next[thread]++, BitConverter.ToInt32(bytes));
        }
    }

    [Fact]
    public async Task A_handler_answers_from_within_and_a_large_answer_waits_for_a_slow_reader()
    {
        var (one, other) = SocketPair.Create();
        using var connection = connections.Create(one, MaxPayload);
        var answer = Bytes(new Random(7), 8_000_000);
        var handler = new ReceivedFrames();
        handler.OnData = (call, _) =>
        {
            lock (connection.Gate) WriteData(connection.Output, call, answer);
            connection.Flush();
        };
        _ = connection.ReceiveAsync(handler);
        Send(other, 9, [1]);
        await handler.NextAsync();

        using var reader = new NetworkStream(other, ownsSocket: true);
        var header = new byte[FrameLimits.HeaderBytes];
        await reader.ReadExactlyAsync(header, TestContext.Current.CancellationToken);
        var body = new byte[answer.Length];
        await reader.ReadExactlyAsync(body, TestContext.Current.CancellationToken);

        Assert.Equal(answer, body);
    }

    [Fact]
    public async Task The_end_of_the_other_side_ends_the_reception()
    {
        var (one, other) = SocketPair.Create();
        using var connection = connections.Create(one, MaxPayload);
        var received = new ReceivedFrames();
        var receiving = connection.ReceiveAsync(received);
        Send(other, 1, [5]);
        await received.NextAsync();
        other.Dispose();

        await receiving.WaitAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Disposal_ends_the_reception_and_the_other_side_sees_it()
    {
        var (one, other) = SocketPair.Create();
        var connection = connections.Create(one, MaxPayload);
        var receiving = connection.ReceiveAsync(new ReceivedFrames());
        connection.Dispose();
        connection.Dispose();

        await receiving.WaitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, await other.ReceiveAsync(new byte[1], TestContext.Current.CancellationToken));
        other.Dispose();
    }

    [Fact]
    public async Task A_broken_protocol_is_told_and_leaves_room_for_a_last_word()
    {
        var (one, other) = SocketPair.Create();
        using var connection = connections.Create(one, 1_000);
        var receiving = connection.ReceiveAsync(new ReceivedFrames());
        Send(other, 1, new byte[2_000]);
        await Assert.ThrowsAsync<FrameFormatException>(() => receiving.WaitAsync(TestContext.Current.CancellationToken));

        lock (connection.Gate) WriteData(connection.Output, 3, "bye"u8);
        connection.CloseWhenSent();

        using var reader = new NetworkStream(other, ownsSocket: true);
        var word = new byte[FrameLimits.HeaderBytes + 3];
        await reader.ReadExactlyAsync(word, TestContext.Current.CancellationToken);
        Assert.Equal("bye"u8.ToArray(), word[FrameLimits.HeaderBytes..]);
    }

    private static byte[] Bytes(Random random, int count)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }

    private static void Send(Socket socket, uint call, byte[] payload)
    {
        var frame = new ArrayBufferWriter<byte>();
        WriteData(frame, call, payload);
        socket.Send(frame.WrittenSpan);
    }

    // Unlike LinkFrames.WriteData without the link's limit: frames to a runtime may be larger.
    private static void WriteData(IBufferWriter<byte> output, uint call, ReadOnlySpan<byte> payload)
    {
        var frame = output.GetSpan(FrameLimits.HeaderBytes + payload.Length);
        new FrameHeader(payload.Length, FrameKind.Data, 0, call).WriteTo(frame);
        payload.CopyTo(frame[FrameLimits.HeaderBytes..]);
        output.Advance(FrameLimits.HeaderBytes + payload.Length);
    }
}
