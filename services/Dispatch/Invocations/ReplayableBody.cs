using System.Buffers;
using System.IO.Pipelines;
using ScfAspire.Dispatch.Links;

namespace ScfAspire.Dispatch.Invocations;

/// <summary>A request body that can be sent once more from its start as long as little of it was read.</summary>
internal sealed class ReplayableBody(PipeReader source)
{
    private const int KeepBytes = 64 * 1024;

    private ArrayBufferWriter<byte>? _kept = new();
    private bool _ended;

    public bool CanReplay => _kept is not null;

    /// <summary>Sends all of the body, then END, unless the call ends or is cancelled before.</summary>
    public async Task SendAsync(LinkCall call, CancellationToken cancellationToken)
    {
        if (_kept is { WrittenCount: > 0 } kept && !await call.Link.SendAsync(call, kept.WrittenMemory, cancellationToken)) return;
        while (!_ended)
        {
            var read = await source.ReadAsync(cancellationToken);
            foreach (var segment in read.Buffer) Keep(segment.Span);
            var wanted = true;
            foreach (var segment in read.Buffer) wanted = wanted && await call.Link.SendAsync(call, segment, cancellationToken);
            source.AdvanceTo(read.Buffer.End);
            _ended = read.IsCompleted;
            if (!wanted || call.Answer.IsCompleted) return;
        }

        call.Link.SendEnd(call);
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        if (_kept is null) return;
        if (_kept.WrittenCount + bytes.Length > KeepBytes) _kept = null;
        else _kept.Write(bytes);
    }
}
