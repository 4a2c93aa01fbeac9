using System.Buffers;
using System.Collections.Concurrent;
using System.IO.Pipelines;
using System.Net.Sockets;
using ScfAspire.RuntimeAgent.Gob;

namespace ScfAspire.RuntimeAgent.Runtimes;

/// <summary>A client of Go's net/rpc: numbered requests and their answers over one connection, in any order.</summary>
internal sealed class GoConnection : IDisposable
{
    // A longer answer is over every limit; it is read and thrown away.
    private const int MostBytes = 16 * 1024 * 1024;

    private readonly NetworkStream _stream;
    private readonly PipeReader _input;
    private readonly GobReader _reader = new();
    private readonly GobWriter _writer = new();
    private readonly SemaphoreSlim _writing = new(1);
    private readonly ConcurrentDictionary<ulong, TaskCompletionSource<RuntimeReply>> _pending = new();
    private ulong _last;
    private volatile bool _lost;

    public GoConnection(Socket socket)
    {
        socket.NoDelay = true;
        _stream = new NetworkStream(socket, ownsSocket: true);
        _input = PipeReader.Create(_stream);
        GoMessages.WriteTypes(_writer);
        _ = ReceiveAsync();
    }

    /// <summary>Sends a request and returns its answer; <see cref="RuntimeReply.Lost"/> when the program is gone.</summary>
    /// <param name="write">Writes the request of the given number.</param>
    public async Task<RuntimeReply> CallAsync(Action<GobWriter, ulong> write)
    {
        var pending = new TaskCompletionSource<RuntimeReply>(TaskCreationOptions.RunContinuationsAsynchronously);
        ulong sequence;
        await _writing.WaitAsync();
        try
        {
            sequence = _last++;
            _pending[sequence] = pending;
            write(_writer, sequence);
            await _stream.WriteAsync(_writer.Output.WrittenMemory);
            _writer.Output.ResetWrittenCount();
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            pending.TrySetResult(RuntimeReply.Lost);
            return RuntimeReply.Lost;
        }
        finally
        {
            _writing.Release();
        }

        if (_lost) pending.TrySetResult(RuntimeReply.Lost);
        return await pending.Task;
    }

    private async Task ReceiveAsync()
    {
        try
        {
            while (await ReadAsync() is { } header)
            {
                var sequence = header.Value is IReadOnlyDictionary<string, object> fields ? fields.GetValueOrDefault("Seq") as ulong? ?? 0 : throw new GobFormatException("An answer has no header.");
                var error = fields.GetValueOrDefault("Error") as string;
                if (await ReadAsync() is not { } body) break;
                if (!_pending.TryRemove(sequence, out var pending)) continue;
                pending.TrySetResult(
                    body.TooLarge ? GoMessages.TooLarge
                    : error is not null ? RuntimeReply.Failure(ScfStatus.UserException, "user code exception caught", error)
                    : body.Value is IReadOnlyDictionary<string, object> value ? GoMessages.ReadReply(value)
                    : RuntimeReply.Failure(ScfStatus.UserException, "user code exception caught", "the program's answer is none of the interface"));
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or GobFormatException or OverflowException)
        {
            // A program that answers in another language has broken its own process: the same as if it had exited.
            _stream.Dispose();
        }

        _lost = true;
        foreach (var (_, pending) in _pending) pending.TrySetResult(RuntimeReply.Lost);
    }

    // The next value, past the types that are defined before it; null at the end.
    private async ValueTask<(object? Value, bool TooLarge)?> ReadAsync()
    {
        while (true)
        {
            if (await LengthAsync() is not { } length) return null;
            if (length > MostBytes) return await SkipAsync(length) ? (null, true) : null;
            var read = await _input.ReadAtLeastAsync((int)length);
            if (read.Buffer.Length < (long)length) return null;
            var message = read.Buffer.Slice(0, (int)length);
            var value = message.IsSingleSegment ? _reader.Read(message.FirstSpan) : _reader.Read(message.ToArray());
            _input.AdvanceTo(message.End);
            if (value is not null) return (value, false);
        }
    }

    private async ValueTask<ulong?> LengthAsync()
    {
        var read = await _input.ReadAtLeastAsync(1);
        if (read.Buffer.IsEmpty) return null;
        var first = read.Buffer.FirstSpan[0];
        var size = first < 128 ? 1 : 1 + (256 - first);
        if (size > 9) throw new GobFormatException("A message's length is too long.");
        if (read.Buffer.Length < size)
        {
            _input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            read = await _input.ReadAtLeastAsync(size);
            if (read.Buffer.Length < size) return null;
        }

        var bytes = read.Buffer.Slice(0, size).ToArray();
        _input.AdvanceTo(read.Buffer.GetPosition(size));
        return new GobCursor(bytes).Unsigned();
    }

    private async ValueTask<bool> SkipAsync(ulong length)
    {
        while (length > 0)
        {
            var read = await _input.ReadAsync();
            var skipped = Math.Min(length, (ulong)read.Buffer.Length);
            _input.AdvanceTo(read.Buffer.GetPosition((long)skipped));
            length -= skipped;
            if (read.IsCompleted && length > 0) return false;
        }

        return true;
    }

    public void Dispose()
    {
        _stream.Dispose();
        _writing.Dispose();
    }
}
