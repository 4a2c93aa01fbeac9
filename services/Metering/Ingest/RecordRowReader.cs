using System.Buffers;
using ScfAspire.Contracts.Internal.V1;
using ScfAspire.Metering.Blocks;

namespace ScfAspire.Metering.Ingest;

/// <summary>Reads <see cref="InvocationRecord"/> messages into rows, one after the other.</summary>
internal sealed class RecordRowReader(RecordOrigins origins)
{
    // Of the record before: most often the next one's too.
    private RecordOrigin? _origin;
    private byte[] _originBytes = [];

    /// <summary>Null, with the reason, for a record that can never be stored.</summary>
    /// <exception cref="InvalidDataException">The bytes are no such message.</exception>
    public RecordRow? Read(ReadOnlyMemory<byte> record, out string? refusal)
    {
        Range id = default, retMsg = default, error = default, log = default, init = default;
        Range? reason = null;
        long retry = 0, start = 0, duration = 0, billed = 0, memory = 0, used = 0, status = 0, cold = 0, response = 0, form = 0;
        int originStart = -1, originEnd = -1;
        var known = false;
        var scattered = false;
        var reader = new WireReader(record.Span);
        while (true)
        {
            var position = reader.Position;
            if (originStart < 0 && reader.TrySkip(_originBytes))
            {
                (originStart, originEnd, known) = (position, reader.Position, true);
                continue;
            }

            var field = reader.Next();
            if (field == 0) break;
            switch (field)
            {
                case InvocationRecord.RequestIdFieldNumber: id = reader.Bytes(); break;
                case InvocationRecord.RetryNumFieldNumber: retry = reader.Number(); break;
                case InvocationRecord.StartUnixUsFieldNumber: start = reader.Number(); break;
                case InvocationRecord.DurationUsFieldNumber: duration = reader.Number(); break;
                case InvocationRecord.BilledMsFieldNumber: billed = reader.Number(); break;
                case InvocationRecord.MemoryMbFieldNumber: memory = reader.Number(); break;
                case InvocationRecord.MemoryUsedBytesFieldNumber: used = reader.Number(); break;
                case InvocationRecord.StatusCodeFieldNumber: status = reader.Number(); break;
                case InvocationRecord.RetMsgFieldNumber: retMsg = reader.Bytes(); break;
                case InvocationRecord.ErrorMessageFieldNumber: error = reader.Bytes(); break;
                case InvocationRecord.LogFieldNumber: log = reader.Bytes(); break;
                case InvocationRecord.ColdStartUsFieldNumber: cold = reader.Number(); break;
                case InvocationRecord.ResponseBytesFieldNumber: response = reader.Number(); break;
                case InvocationRecord.LogFormFieldNumber: form = reader.Number(); break;
                case InvocationRecord.InitLogFieldNumber: init = reader.Bytes(); break;
                case InvocationRecord.ErrorReasonFieldNumber: reason = reader.Bytes(); break;
                case >= RecordOrigins.FirstField and <= RecordOrigins.LastField:
                    reader.Skip();
                    if (originStart < 0) originStart = position;
                    else if (position != originEnd) scattered = true;
                    originEnd = reader.Position;
                    known = false;
                    break;
                default: reader.Skip(); break;
            }
        }

        if (!known)
        {
            var fields = scattered ? Gather(record.Span) : originStart < 0 ? default : record.Span[originStart..originEnd];
            _origin = origins.Find(fields, out _originBytes);
        }

        refusal = _origin!.Refusal;
        var idBytes = record.Span[id];
        if (idBytes.Length != 16) refusal = $"its request id has {idBytes.Length} bytes instead of 16";
        else if ((int)retry < 0) refusal = $"its retry number is {(int)retry}";
        if (refusal is not null) return null;
        return new RecordRow
        {
            Origin = _origin,
            Id = new CallId(new Guid(idBytes, bigEndian: true), (int)retry),
            StartUs = start,
            DurationUs = duration,
            BilledMs = billed,
            MemoryMb = (int)memory,
            MemoryUsedBytes = used,
            StatusCode = (int)status,
            ColdStartUs = cold,
            ResponseBytes = response,
            RetMsg = record[retMsg],
            ErrorMessage = record[error],
            Log = record[log],
            LogForm = (LogForm)form,
            InitLog = record[init],
            ErrorReason = reason is { } range ? record[range] : (ReadOnlyMemory<byte>?)null,
        };
    }

    // A sender is free to mix the fields' order; protobuf's own writers never do.
    private static ReadOnlySpan<byte> Gather(ReadOnlySpan<byte> record)
    {
        var fields = new ArrayBufferWriter<byte>();
        var reader = new WireReader(record);
        while (true)
        {
            var position = reader.Position;
            var field = reader.Next();
            if (field == 0) return fields.WrittenSpan;
            reader.Skip();
            if (field is >= RecordOrigins.FirstField and <= RecordOrigins.LastField) fields.Write(record[position..reader.Position]);
        }
    }
}
