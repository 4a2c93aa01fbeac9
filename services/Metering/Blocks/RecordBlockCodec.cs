using System.Text;
using ScfAspire.Contracts.Internal.V1;

namespace ScfAspire.Metering.Blocks;

/// <summary>
/// The columns of a block: format 1 is a format byte, the first start time, then one column after the other (start as difference to the
/// one before, duration, billed time, memory, memory used, status, cold start, response bytes, instance, spec, pool, invoke type, return
/// message, error message), all compressed together. Logs are a stream of their own, so that a list without logs does not read them.
/// </summary>
public static class RecordBlockCodec
{
    private const byte Format = 1;

    public static byte[] EncodeBody(IReadOnlyList<StoredRecord> records)
    {
        var writer = new ColumnWriter();
        writer.Unsigned(Format);
        long previous = 0;
        foreach (var record in records)
        {
            writer.Signed(record.Message.StartUnixUs - previous);
            previous = record.Message.StartUnixUs;
        }
        foreach (var record in records) writer.Signed(record.Message.DurationUs);
        foreach (var record in records) writer.Signed(record.Message.BilledMs);
        foreach (var record in records) writer.Signed(record.Message.MemoryMb);
        foreach (var record in records) writer.Signed(record.Message.MemoryUsedBytes);
        foreach (var record in records) writer.Signed(record.Message.StatusCode);
        foreach (var record in records) writer.Signed(record.Message.ColdStartUs);
        foreach (var record in records) writer.Signed(record.Message.ResponseBytes);
        foreach (var record in records) writer.Fixed(record.Message.InstanceId);
        writer.Repeating(records.Select(record => record.Message.SpecId));
        writer.Repeating(records.Select(record => record.Message.Pool));
        writer.Repeating(records.Select(record => record.Message.InvokeType));
        foreach (var record in records) writer.Text(record.Message.RetMsg);
        foreach (var record in records) writer.Text(record.Message.ErrorMessage);
        return Compression.Compress(writer.Written);
    }

    /// <exception cref="InvalidDataException">The column is damaged or of a later format.</exception>
    public static InvocationRecord[] DecodeBody(ReadOnlySpan<byte> body, int count)
    {
        var reader = new ColumnReader(Compression.Decompress(body));
        var format = reader.Unsigned();
        if (format != Format) throw new InvalidDataException($"A block has format {format}; this version reads {Format}.");
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
        return records;
    }

    public static byte[]? EncodeLogs(IReadOnlyList<StoredRecord> records)
    {
        if (records.All(record => record.Message.Log.Length == 0)) return null;
        var writer = new ColumnWriter();
        foreach (var record in records) writer.Text(record.Message.Log);
        return Compression.Compress(writer.Written);
    }

    public static void DecodeLogs(ReadOnlySpan<byte> logs, InvocationRecord[] records)
    {
        var reader = new ColumnReader(Compression.Decompress(logs));
        foreach (var record in records) record.Log = reader.Text();
    }

    /// <summary>Bytes of a record's log text.</summary>
    public static int LogBytes(InvocationRecord record) => Encoding.UTF8.GetByteCount(record.Log);
}
