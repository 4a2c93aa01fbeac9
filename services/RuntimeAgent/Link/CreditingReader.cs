using System.Buffers;
using System.IO.Pipelines;

namespace ScfAspire.RuntimeAgent.Link;

/// <summary>Reads a request's body and grants the caller credit for what has been read, in steps that are worth a frame.</summary>
internal sealed class CreditingReader(PipeReader inner, LinkCall call) : PipeReader
{
    private ReadOnlySequence<byte> _current;
    private long _consumed;

    public override async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        var result = await inner.ReadAsync(cancellationToken);
        _current = result.Buffer;
        return result;
    }

    public override bool TryRead(out ReadResult result)
    {
        if (!inner.TryRead(out result)) return false;
        _current = result.Buffer;
        return true;
    }

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        _consumed += _current.Slice(0, consumed).Length;
        _current = default;
        inner.AdvanceTo(consumed, examined);
        if (_consumed < LinkLimits.CreditStep) return;
        call.Grant((uint)_consumed);
        _consumed = 0;
    }

    public override void CancelPendingRead() => inner.CancelPendingRead();

    public override void Complete(Exception? exception = null) => inner.Complete(exception);
}
