using System.Collections.Concurrent;
using ScfAspire.Contracts.Internal.V1;
using ScfAspire.Dispatch.Links;

namespace ScfAspire.Dispatch.Tests.Doubles;

/// <summary>Keeps the records that Dispatch itself makes.</summary>
internal sealed class RecordedCalls : ICallRecords
{
    public ConcurrentQueue<InvocationRecord> All { get; } = new();

    public void Add(InvocationRecord record) => All.Enqueue(record);
}
