using System.Buffers;

namespace ScfAspire.Contracts.Link;

/// <summary>EVENT as read.</summary>
/// <param name="RequestId">The invocation's id.</param>
/// <param name="TraceParent">W3C traceparent, or empty.</param>
/// <param name="Json">The event's JSON text.</param>
public readonly record struct RuntimeEvent(Guid RequestId, string TraceParent, ReadOnlySequence<byte> Json);
