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

    /// <summary>Compressed log texts; null when no record has any.</summary>
    public required byte[]? Logs { get; init; }

    public static RecordBlock Build(long id, BlockKey key, IReadOnlyList<StoredRecord> records) => new()
    {
        Id = id,
        Key = key,
        Summary = BlockSummary.Of(records),
        Ids = IdColumn.Encode(records),
        Body = RecordBlockCodec.EncodeBody(records),
        Logs = RecordBlockCodec.EncodeLogs(records),
    };

    /// <summary>The records, with their keys; with their logs where <see cref="Logs"/> was read.</summary>
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
            message.Key = new FunctionKey { Namespace = Key.Namespace, Function = Key.Function };
            message.FunctionId = Key.FunctionId;
            message.Version = Key.Version;
            message.Qualifier = Key.Qualifier;
            records.Add(new StoredRecord(id, source, message));
        }
        return records;
    }
}
