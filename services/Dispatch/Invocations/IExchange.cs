using ScfAspire.Contracts.Link;
using ScfAspire.Dispatch.Links;

namespace ScfAspire.Dispatch.Invocations;

/// <summary>What differs between event and web calls.</summary>
internal interface IExchange
{
    InvokeMode Mode { get; }

    /// <summary>The call's content is still whole, so that it can be sent (again).</summary>
    bool CanSend { get; }

    /// <summary>What goes out with the head.</summary>
    ReadOnlyMemory<byte> Body { get; }

    /// <summary>Adds the exchange's own fields to the head.</summary>
    InvokeFrame Complete(InvokeFrame head);

    /// <summary>Moves the bodies until the call needs nothing more than its end.</summary>
    Task RunAsync(LinkCall call, CancellationToken cancellationToken);

    /// <summary>What the caller gets as the result's body.</summary>
    ReadOnlyMemory<byte> ResultOf(LinkCall call);
}
