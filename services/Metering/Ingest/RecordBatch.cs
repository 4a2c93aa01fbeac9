using System.Buffers;
using ScfAspire.Contracts.Internal.V1;
using ScfAspire.Metering.Blocks;

namespace ScfAspire.Metering.Ingest;

/// <summary>
/// An <see cref="AppendRecordsRequest"/>, read into rows without a message object for each record. The rows' texts lie in a buffer that is given
/// back when the batch is disposed of.
/// </summary>
public sealed class RecordBatch : IDisposable
{
    private byte[]? _buffer;

    private RecordBatch(byte[] buffer) => _buffer = buffer;

    public string Source { get; private set; } = "";

    public long Epoch { get; private set; }

    public long Sequence { get; private set; }

    public List<RecordRow> Rows { get; } = [];

    /// <summary>Records that can never be stored, with the reason.</summary>
    public List<string> Refusals { get; } = [];

    /// <exception cref="InvalidDataException">The bytes are no such message.</exception>
    public static RecordBatch Read(ReadOnlySequence<byte> message, RecordOrigins origins)
    {
        var length = checked((int)message.Length);
        var batch = new RecordBatch(ArrayPool<byte>.Shared.Rent(length));
        try
        {
            message.CopyTo(batch._buffer);
            batch.Read(length, origins);
            return batch;
        }
        catch
        {
            batch.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        if (_buffer is { } buffer) ArrayPool<byte>.Shared.Return(buffer);
        _buffer = null;
    }

    private void Read(int length, RecordOrigins origins)
    {
        var message = _buffer.AsMemory(0, length);
        var records = new RecordRowReader(origins);
        var reader = new WireReader(message.Span);
        while (reader.Next() is var field and > 0)
        {
            switch (field)
            {
                case AppendRecordsRequest.SourceFieldNumber: Source = System.Text.Encoding.UTF8.GetString(message.Span[reader.Bytes()]); break;
                case AppendRecordsRequest.EpochFieldNumber: Epoch = reader.Number(); break;
                case AppendRecordsRequest.SequenceFieldNumber: Sequence = reader.Number(); break;
                case AppendRecordsRequest.RecordsFieldNumber:
                    if (records.Read(message[reader.Bytes()], out var refusal) is { } row) Rows.Add(row);
                    else Refusals.Add(refusal!);
                    break;
                default: reader.Skip(); break;
            }
        }
    }
}
