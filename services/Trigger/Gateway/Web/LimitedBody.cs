using System.IO.Pipelines;

namespace ScfAspire.Trigger.Gateway.Web;

/// <summary>Passes a body through and tells when it grows past the limit; for a body whose length nobody declared.</summary>
internal sealed class LimitedBody(PipeReader inner, long limit, CancellationTokenSource exceeded) : PipeReader
{
    private long _consumed;
    private System.Buffers.ReadOnlySequence<byte> _current;

    public override async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default) => await CheckAsync(await inner.ReadAsync(cancellationToken));

    public override bool TryRead(out ReadResult result)
    {
        if (!inner.TryRead(out result)) return false;
        _current = result.Buffer;
        if (_consumed + _current.Length > limit) exceeded.Cancel();
        return true;
    }

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        _consumed += _current.Slice(0, consumed).Length;
        inner.AdvanceTo(consumed, examined);
    }

    public override void CancelPendingRead() => inner.CancelPendingRead();

    public override void Complete(Exception? exception = null) => inner.Complete(exception);

    private async ValueTask<ReadResult> CheckAsync(ReadResult result)
    {
        _current = result.Buffer;
        if (_consumed + _current.Length > limit) await exceeded.CancelAsync();
        return result;
    }
}
