using ScfAspire.Contracts.Internal.V1;

namespace ScfAspire.Metering.Blocks;

/// <summary>A block in the form in which it is stored.</summary>
public sealed record RecordBlock
{
    public required long Id { get; init; }

    public required BlockKey Key { get; init; }

    public required BlockSummary Summary { get; init; }

    /// <summary>See <see cref="IdColumn"/>.</summary>
    public required byte[] Ids { get; init; }

    /// <summary>Compressed columns of everything but ids and logs.</summary>
    public required byte[] Body { get; init; }

    /// <summary>Compressed log texts; null when no record carries any.</summary>
    public required byte[]? Logs { get; init; }

    public static RecordBlock Build(long id, BlockKey key, IReadOnlyList<RecordRow> rows) => new()
    {
        Id = id,
        Key = key,
        Summary = BlockSummary.Of(rows),
        Ids = IdColumn.Encode(rows),
        Body = RecordBlockCodec.EncodeBody(rows),
        Logs = RecordBlockCodec.EncodeLogs(rows),
    };

    /// <summary>The records, with their keys; with what they carry of their logs where <see cref="Logs"/> was read.</summary>
    public List<StoredRecord> Decode()
    {
        var messages = RecordBlockCodec.DecodeBody(Body, IdColumn.Count(Ids));
        if (Logs is not null) RecordBlockCodec.DecodeLogs(Logs, messages);
        var records = new List<StoredRecord>(messages.Length);
        for (var i = 0; i < messages.Length; i++)
        {
            var (id, source) = IdColumn.Read(Ids, i);
            var message = messages[i];
            message.RequestId = Google.Protobuf.ByteString.CopyFrom(Ids.AsSpan(i * IdColumn.EntrySize, 16));
            message.RetryNum = id.RetryNum;
            message.Source = source;
            message.Key = new FunctionKey { Namespace = Key.Target.Namespace, Function = Key.Target.Function };
            message.FunctionId = Key.Target.FunctionId;
            message.Version = Key.Target.Version;
            message.Qualifier = Key.Target.Qualifier;
            records.Add(new StoredRecord(id, source, message));
        }
        return records;
    }
}
