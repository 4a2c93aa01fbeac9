using ScfAspire.Contracts.Internal.V1;

namespace ScfAspire.Metering.Blocks;

/// <summary>
/// The columns of a block: format 2 is a format byte, the first start time, then one column after the other (start as difference to the
/// one before, duration, billed time, memory, memory used, status, cold start, response bytes, instance, spec, pool, invoke type, return
/// message, error message, log form, and the few reasons), all compressed together. Format 1 ended with the error message. Logs are a stream
/// of their own, so that a list without logs does not read them: a text for each record, then what the few first runs of an instance add.
/// </summary>
public static class RecordBlockCodec
{
    private const byte Format = 2;

    public static byte[] EncodeBody(IReadOnlyList<RecordRow> rows)
    {
        var writer = new ColumnWriter();
        writer.Unsigned(Format);
        long previous = 0;
        foreach (var row in rows)
        {
            writer.Signed(row.StartUs - previous);
            previous = row.StartUs;
        }
        foreach (var row in rows) writer.Signed(row.DurationUs);
        foreach (var row in rows) writer.Signed(row.BilledMs);
        foreach (var row in rows) writer.Signed(row.MemoryMb);
        foreach (var row in rows) writer.Signed(row.MemoryUsedBytes);
        foreach (var row in rows) writer.Signed(row.StatusCode);
        foreach (var row in rows) writer.Signed(row.ColdStartUs);
        foreach (var row in rows) writer.Signed(row.ResponseBytes);
        foreach (var row in rows) writer.Fixed(row.Origin.InstanceId);
        writer.Repeating(rows, row => row.Origin.SpecId);
        writer.Repeating(rows, row => row.Origin.Pool);
        writer.Repeating(rows, row => row.Origin.InvokeType);
        foreach (var row in rows) writer.Text(row.RetMsg.Span);
        foreach (var row in rows) writer.Text(row.ErrorMessage.Span);
        foreach (var row in rows) writer.Signed((int)row.LogForm);
        writer.Sparse(rows, row => row.ErrorReason);
        return Compression.Compress(writer.Written);
    }

    /// <exception cref="InvalidDataException">The column is damaged or of a later format.</exception>
    public static InvocationRecord[] DecodeBody(ReadOnlySpan<byte> body, int count)
    {
        var reader = new ColumnReader(Compression.Decompress(body));
        var format = reader.Unsigned();
        if (format is 0 or > Format) throw new InvalidDataException($"A block has format {format}; this version reads 1 to {Format}.");
        var records = new InvocationRecord[count];
        long previous = 0;
        for (var i = 0; i < count; i++) records[i] = new InvocationRecord { StartUnixUs = previous += reader.Signed() };
        foreach (var record in records) record.DurationUs = reader.Signed();
        foreach (var record in records) record.BilledMs = reader.Signed();
        foreach (var record in records) record.MemoryMb = (int)reader.Signed();
        foreach (var record in records) record.MemoryUsedBytes = reader.Signed();
        foreach (var record in records) record.StatusCode = (int)reader.Signed();
        foreach (var record in records) record.ColdStartUs = reader.Signed();
        foreach (var record in records) record.ResponseBytes = reader.Signed();
        foreach (var record in records) record.InstanceId = reader.Fixed();
        var specs = reader.Repeating(count);
        var pools = reader.Repeating(count);
        var types = reader.Repeating(count);
        for (var i = 0; i < count; i++)
        {
            records[i].SpecId = specs[i];
            records[i].Pool = pools[i];
            records[i].InvokeType = types[i];
        }
        foreach (var record in records) record.RetMsg = reader.Text();
        foreach (var record in records) record.ErrorMessage = reader.Text();
        if (format == 1) return records;
        foreach (var record in records) record.LogForm = (LogForm)reader.Signed();
        for (var left = reader.Unsigned(); left > 0; left--) records[(int)reader.Unsigned()].ErrorReason = reader.Text();
        return records;
    }

    public static byte[]? EncodeLogs(IReadOnlyList<RecordRow> rows)
    {
        if (rows.All(row => row.Log.IsEmpty && row.InitLog.IsEmpty)) return null;
        var writer = new ColumnWriter();
        foreach (var row in rows) writer.Text(row.Log.Span);
        writer.Sparse(rows, row => row.InitLog.IsEmpty ? (ReadOnlyMemory<byte>?)null : row.InitLog);
        return Compression.Compress(writer.Written);
    }

    public static void DecodeLogs(ReadOnlySpan<byte> logs, InvocationRecord[] records)
    {
        var reader = new ColumnReader(Compression.Decompress(logs));
        foreach (var record in records) record.Log = reader.Text();
        // Of a block of format 1 there is no more.
        if (reader.IsAtEnd) return;
        for (var left = reader.Unsigned(); left > 0; left--) records[(int)reader.Unsigned()].InitLog = InitLog.Parser.ParseFrom(reader.Bytes());
    }
}
