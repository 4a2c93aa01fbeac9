namespace ScfAspire.RuntimeAgent.Records;

/// <summary>
/// One file of records with the batches that were made of them. One thread at a time appends; one thread at a time ships; both may
/// happen at once. The file is an epoch of its own towards Metering, and its batches count from 1 for as long as it exists.
/// </summary>
internal sealed class SpoolSegment : IDisposable
{
    private readonly SegmentMemory _memory;
    private SegmentState _state;
    private ulong _nextSequence;
    private int _writeOffset;

    private SpoolSegment(string path, SegmentMemory memory, SegmentState state)
    {
        Path = path;
        _memory = memory;
        _state = state;
        Source = memory.Source;
        Epoch = memory.Epoch;
        _writeOffset = state.ReadOffset;
        _nextSequence = state.ReadSequence;
    }

    public string Path { get; }

    public string Source { get; }

    public long Epoch { get; }

    /// <summary>Bytes between the first record that waits and the end of the last one.</summary>
    public int WaitingBytes => Volatile.Read(ref _writeOffset) - _state.ReadOffset;

    /// <summary>Records between the two, as the appending thread sees them.</summary>
    public int WaitingRecords => (int)(_nextSequence - _state.ReadSequence);

    /// <summary>Everything that was appended is acknowledged.</summary>
    public bool IsDrained => WaitingBytes == 0;

    /// <exception cref="IOException">The disk is full.</exception>
    public static SpoolSegment Create(string path, int length, string source, long epoch)
    {
        var memory = SegmentMemory.Create(path, length, source, epoch);
        var state = new SegmentState(SegmentMemory.DataOffset, 1, 0, SegmentMemory.DataOffset, 1);
        memory.WriteState(state);
        return new SpoolSegment(path, memory, state);
    }

    /// <summary>Opens the file of a former life: every record whose append was completed is found again, and none that was not.</summary>
    /// <exception cref="SpoolDamagedException">Its head cannot be read.</exception>
    public static SpoolSegment Open(string path)
    {
        var memory = SegmentMemory.Open(path);
        try
        {
            var segment = new SpoolSegment(path, memory, memory.ReadState());
            segment.FindEnd();
            return segment;
        }
        catch
        {
            memory.Dispose();
            throw;
        }
    }

    /// <summary>Lets an empty segment start over. Records of before are no longer taken for such, since their sequences are below this one.</summary>
    public void Restart(ulong nextSequence)
    {
        _state = new SegmentState(SegmentMemory.DataOffset, nextSequence, _state.BatchSequence, SegmentMemory.DataOffset, nextSequence);
        _memory.WriteState(_state);
        _nextSequence = nextSequence;
        Volatile.Write(ref _writeOffset, SegmentMemory.DataOffset);
    }

    /// <summary>Appends under the next sequence; false when it does not fit.</summary>
    public bool TryAppend(ReadOnlySpan<byte> record)
    {
        var offset = _writeOffset;
        if (offset + SegmentMemory.CommitBytes + Padded(record.Length) > _memory.Length) return false;
        _memory.Uncommit(offset);
        record.CopyTo(_memory.Bytes(offset + SegmentMemory.CommitBytes, record.Length));
        _memory.Commit(offset, _nextSequence, record.Length);
        _nextSequence++;
        Volatile.Write(ref _writeOffset, offset + SegmentMemory.CommitBytes + Padded(record.Length));
        return true;
    }

    /// <summary>The batch to send next: the latest one until it is acknowledged, however often it is asked for. Null when no record waits.</summary>
    /// <remarks>The batch's limits are stored before it is sent, so that after a restart the same number stands for the same records.</remarks>
    public SpoolBatch? TakeBatch(int maxBytes, int maxRecords)
    {
        if (!_state.BatchOpen)
        {
            var end = Volatile.Read(ref _writeOffset);
            var offset = _state.ReadOffset;
            var sequence = _state.ReadSequence;
            var count = 0;
            while (offset < end && count < maxRecords)
            {
                var next = offset + SegmentMemory.CommitBytes + Padded(_memory.LengthAt(offset));
                if (count > 0 && next - _state.ReadOffset > maxBytes) break;
                offset = next;
                sequence++;
                count++;
            }

            if (count == 0) return null;
            _state = _state with { BatchSequence = _state.BatchSequence + 1, BatchEndOffset = offset, BatchEndSequence = sequence };
            _memory.WriteState(_state);
        }

        return new SpoolBatch(this, _state);
    }

    /// <summary>Metering has stored the latest batch: its space is free.</summary>
    public void Acknowledge()
    {
        _state = _state with { ReadOffset = _state.BatchEndOffset, ReadSequence = _state.BatchEndSequence };
        _memory.WriteState(_state);
    }

    /// <summary>The bytes of the record at this place, and where the next one starts.</summary>
    public ReadOnlySpan<byte> Record(int offset, out int next)
    {
        var length = _memory.LengthAt(offset);
        next = offset + SegmentMemory.CommitBytes + Padded(length);
        return _memory.Bytes(offset + SegmentMemory.CommitBytes, length);
    }

    public void Delete()
    {
        Dispose();
        File.Delete(Path);
    }

    public void Dispose() => _memory.Dispose();

    private void FindEnd()
    {
        if (_state.ReadOffset < SegmentMemory.DataOffset || _state.ReadOffset % 8 != 0) throw new SpoolDamagedException("The segment's state is out of range.");
        while (_memory.CommittedLength(_writeOffset, _nextSequence) is var length and > 0)
        {
            _writeOffset += SegmentMemory.CommitBytes + Padded(length);
            _nextSequence++;
        }

        // A file that lost its end still sends what is left of the open batch under the batch's number: if Metering has stored the
        // batch it ignores the rest, and if not it gets what there is.
        if (_state.BatchEndOffset > _writeOffset) _state = _state with { BatchEndOffset = _writeOffset, BatchEndSequence = _nextSequence };
    }

    private static int Padded(int length) => (length + 7) & ~7;
}
