using System.Buffers;
using Google.Protobuf;

namespace ScfAspire.RuntimeAgent.Records;

/// <summary>Records that go to Metering together. Valid until it is acknowledged.</summary>
internal sealed class SpoolBatch
{
    // Of AppendRecordsRequest.
    private const int RecordsField = 4;
    private const int LengthDelimited = 2;

    private readonly int _start;
    private readonly int _end;

    internal SpoolBatch(SpoolSegment segment, in SegmentState state)
    {
        Segment = segment;
        Sequence = state.BatchSequence;
        FirstRecord = state.ReadSequence;
        LastRecord = state.BatchEndSequence - 1;
        _start = state.ReadOffset;
        _end = state.BatchEndOffset;
    }

    public SpoolSegment Segment { get; }

    public string Source => Segment.Source;

    public long Epoch => Segment.Epoch;

    /// <summary>Number of the batch within its epoch, from 1.</summary>
    public long Sequence { get; }

    public ulong FirstRecord { get; }

    public ulong LastRecord { get; }

    public int Count => (int)(LastRecord - FirstRecord + 1);

    /// <summary>Writes the batch as an AppendRecordsRequest. The records are copied as they lie in the spool, not decoded.</summary>
    public void WriteTo(IBufferWriter<byte> writer)
    {
        var head = new ArrayBufferWriter<byte>(256);
        new Contracts.Internal.V1.AppendRecordsRequest { Source = Source, Epoch = Epoch, Sequence = Sequence }.WriteTo(head);
        writer.Write(head.WrittenSpan);
        Span<byte> prefix = stackalloc byte[6];
        for (var offset = _start; offset < _end;)
        {
            var record = Segment.Record(offset, out offset);
            prefix[0] = (RecordsField << 3) | LengthDelimited;
            var length = 1;
            for (var rest = (uint)record.Length; ; rest >>= 7)
            {
                prefix[length++] = (byte)(rest > 0x7F ? rest | 0x80 : rest);
                if (rest <= 0x7F) break;
            }

            writer.Write(prefix[..length]);
            writer.Write(record);
        }
    }
}
