using System.IO.Pipelines;
using ScfAspire.Contracts.Link;

namespace ScfAspire.RuntimeAgent.Instances;

/// <summary>One call as an instance sees it; the link is behind it.</summary>
internal interface IInvocation
{
    InvokeFrame Head { get; }

    /// <summary>The whole event, for event calls.</summary>
    ReadOnlyMemory<byte> Event { get; }

    /// <summary>The request's body as it comes, for web calls; null when it has none. Reading it grants the caller further credit.</summary>
    PipeReader? Body { get; }

    /// <summary>The caller is gone, or no longer waits.</summary>
    bool IsCancelled { get; }

    /// <summary>Ends <paramref name="call"/> with <see cref="CallEnd.Cancelled"/> when the caller goes.</summary>
    void EndWhenCancelled(RunningCall call);

    /// <summary>Sends the start of a web function's answer.</summary>
    /// <exception cref="FrameFormatException">The headers do not fit.</exception>
    void SendHead(HeadFrame head);

    /// <summary>Sends an event's result whole, waiting for the caller's credit.</summary>
    /// <exception cref="OperationCanceledException">The caller has gone.</exception>
    ValueTask SendResultAsync(ReadOnlyMemory<byte> bytes);

    /// <summary>Sends body bytes, waiting for the caller's credit.</summary>
    ValueTask SendAsync(ReadOnlyMemory<byte> bytes, bool end, CancellationToken cancellationToken);

    /// <summary>Says that the result has been sent whole, though the function runs on.</summary>
    void Answered(OutcomeFrame answer);
}
