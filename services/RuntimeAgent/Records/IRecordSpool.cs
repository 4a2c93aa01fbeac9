namespace ScfAspire.RuntimeAgent.Records;

/// <summary>
/// Keeps invocation records until Metering has stored them. A record that was appended survives the death of this process; all members are
/// safe for use from any thread.
/// </summary>
internal interface IRecordSpool
{
    /// <summary>
    /// False while only the room is left that is kept for the calls that run: new invocations are to be refused with 500, since their records
    /// could not be kept.
    /// </summary>
    bool Accepting { get; }

    /// <summary>Sequence of the newest record such that it and all before it are stored by Metering; 0 before the first. Counts from 1 with each start of the process.</summary>
    ulong ShippedSequence { get; }

    /// <summary>Raised with the new <see cref="ShippedSequence"/>, on the shipper's thread: handlers return at once and do not throw.</summary>
    event Action<ulong>? Shipped;

    /// <summary>Appends without waiting. False when the current segment is full and no spare one is ready: use <see cref="AppendAsync"/> then.</summary>
    /// <param name="record">An encoded InvocationRecord of at most <see cref="RecordSpoolOptions.MaxRecordBytes"/>.</param>
    /// <param name="sequence">The record's sequence, at least 1.</param>
    /// <exception cref="ArgumentException">The record is empty or too long.</exception>
    bool TryAppend(ReadOnlySpan<byte> record, out ulong sequence);

    /// <summary>Appends, waiting for room or making it, and returns the record's sequence.</summary>
    /// <exception cref="ArgumentException">The record is empty or too long.</exception>
    /// <exception cref="RecordSpoolFullException">There was no room within <see cref="RecordSpoolOptions.RefuseAfter"/>.</exception>
    ValueTask<ulong> AppendAsync(ReadOnlyMemory<byte> record, CancellationToken cancellationToken);
}
