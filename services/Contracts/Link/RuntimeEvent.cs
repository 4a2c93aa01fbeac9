using System.Buffers;

namespace ScfAspire.Contracts.Link;

/// <summary>EVENT as read.</summary>
/// <param name="RequestId">The invocation's id.</param>
/// <param name="TraceParent">W3C traceparent, or empty.</param>
/// <param name="TriggerSource">TRIGGER_SRC, e.g. <c>Timer</c>; empty for none.</param>
/// <param name="Json">The event's JSON text.</param>
public readonly record struct RuntimeEvent(Guid RequestId, string TraceParent, string TriggerSource, ReadOnlySequence<byte> Json);
