using System.Buffers;
using Google.Protobuf;
using ScfAspire.Contracts.Internal.V1;
using ScfAspire.Metering.Blocks;
using ScfAspire.Metering.Ingest;

namespace ScfAspire.Metering.Tests;

public sealed class RecordBatchTests
{
    private readonly RecordOrigins _origins = new();

    [Theory]
    [InlineData(1)]
    [InlineData(20261122)]
    [InlineData(4711)]
    public void Whatever_a_batch_holds_is_read_as_protobuf_reads_it(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 20; i++)
        {
            var request = Request(random);
            using var batch = Read(request.ToByteArray());
            Assert.Equal((request.Source, request.Epoch, request.Sequence), (batch.Source, batch.Epoch, batch.Sequence));
            Assert.Equal(request.Records, batch.Rows.Select(Message));
            Assert.Empty(batch.Refusals);
        }
    }

    [Fact]
    public void Fields_may_come_in_any_order_and_unknown_ones_are_passed_over()
    {
        var random = new Random(1);
        var record = Record(random);
        var late = new InvocationRecord { Pool = record.Pool, InvokeType = record.InvokeType, Key = record.Key };
        var early = record.Clone();
        (early.Pool, early.InvokeType, early.Key) = ("", "", null);
        byte[] unknown = [0xF8, 0x07, 0x05, 0xFA, 0x07, 0x01, 0x2A];
        byte[] scattered = [.. early.ToByteArray(), .. unknown, .. late.ToByteArray()];
        var request = new AppendRecordsRequest { Source = "agent-1" };
        request.Records.Add(record);

        // The usual order before and after, so that what is remembered of a record is not taken for another's.
        using var batch = Read([.. request.ToByteArray(), (4 << 3) | 2, .. Varint(scattered.Length), .. scattered, .. request.ToByteArray()]);

        Assert.Equal([record, record, record], batch.Rows.Select(Message));
        Assert.All(batch.Rows, row => Assert.Equal("agent-1", batch.Source));
    }

    [Fact]
    public void A_batch_that_is_cut_or_damaged_is_refused_or_read_but_nothing_else()
    {
        var random = new Random(7);
        var bytes = Request(random).ToByteArray();
        for (var i = 0; i < 3_000; i++)
        {
            var damaged = bytes[..random.Next(bytes.Length)];
            for (var flips = random.Next(4); flips > 0 && damaged.Length > 0; flips--) damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            try
            {
                Read(damaged).Dispose();
            }
            catch (InvalidDataException e)
            {
                Assert.NotEmpty(e.Message);
            }
        }
    }

    [Fact]
    public void Blocks_of_the_first_format_are_read()
    {
        var random = new Random(3);
        var record = Record(random);
        (record.Log, record.LogForm, record.InitLog) = ("a log\n", LogForm.Unspecified, null);
        record.ClearErrorReason();
        using var batch = Read(new AppendRecordsRequest { Source = "agent-1", Records = { record } }.ToByteArray());
        var block = RecordBlock.Build(1, new BlockKey(MeteringNode.Noon, batch.Rows[0].Origin.Target), batch.Rows);
        // Format 1 is format 2 without its last two columns, of which a record without a form of its own has one byte each.
        var body = Compression.Decompress(block.Body)[..^2];
        body[0] = 1;
        var logs = Compression.Decompress(block.Logs)[..^1];

        var first = block with { Body = Compression.Compress(body), Logs = Compression.Compress(logs) };

        Assert.Equal(record, Assert.Single(first.Decode()).Message);
    }

    private RecordBatch Read(byte[] bytes) => RecordBatch.Read(new ReadOnlySequence<byte>(bytes), _origins);

    private static AppendRecordsRequest Request(Random random)
    {
        var request = new AppendRecordsRequest { Source = "agent-1", Epoch = random.NextInt64(), Sequence = random.Next() };
        var records = Enumerable.Range(0, random.Next(1, 5)).Select(_ => Record(random)).ToArray();
        for (var i = random.Next(1, 100); i > 0; i--)
        {
            // Mostly the same few functions, as agents send them.
            var record = Record(random);
            var like = records[random.Next(records.Length)];
            if (random.Next(5) > 0)
                (record.Key, record.FunctionId, record.Version, record.Qualifier, record.SpecId, record.Pool, record.InstanceId, record.InvokeType) =
                    (like.Key, like.FunctionId, like.Version, like.Qualifier, like.SpecId, like.Pool, like.InstanceId, like.InvokeType);
            request.Records.Add(record);
        }
        return request;
    }

    private static InvocationRecord Record(Random random)
    {
        var record = new InvocationRecord
        {
            RequestId = ByteString.CopyFrom(Guid.NewGuid().ToByteArray()),
            RetryNum = random.Next(3),
            Key = new FunctionKey { Namespace = "n" + Text(random), Function = "f" + Text(random) },
            FunctionId = Text(random),
            Version = Text(random),
            Qualifier = Text(random),
            SpecId = Text(random),
            Pool = Text(random),
            InstanceId = (ulong)random.Next(3),
            Source = RecordSource.Agent,
            InvokeType = Text(random),
            StartUnixUs = Number(random),
            DurationUs = Number(random),
            BilledMs = Number(random),
            MemoryMb = random.Next(3) * 64,
            MemoryUsedBytes = Number(random),
            StatusCode = random.Next(3) * 200,
            RetMsg = Text(random),
            ErrorMessage = Text(random),
            Log = Text(random),
            ColdStartUs = Number(random),
            ResponseBytes = Number(random),
            LogForm = (LogForm)random.Next(3),
            InitLog = random.Next(3) > 0 ? null : new InitLog { Printed = "p" + Text(random), PullCodeUs = Number(random) },
        };
        if (random.Next(3) == 0) record.ErrorReason = Text(random);
        return record;
    }

    /// <summary>The row as its block gives it back.</summary>
    private static InvocationRecord Message(RecordRow row) =>
        Assert.Single(RecordBlock.Build(1, new BlockKey(MeteringNode.Noon, row.Origin.Target), [row]).Decode()).Message;

    private static long Number(Random random) => random.Next(3) switch { 0 => 0, 1 => random.Next(300), _ => random.NextInt64() };

    private static string Text(Random random) => random.Next(4) == 0 ? "" : string.Concat(Enumerable.Range(0, random.Next(1, 40)).Select(_ => "aß中😀\n".EnumerateRunes().ElementAt(random.Next(5)).ToString()));

    private static IEnumerable<byte> Varint(int value)
    {
        for (; value > 0x7F; value >>= 7) yield return (byte)(value | 0x80);
        yield return (byte)value;
    }
}
