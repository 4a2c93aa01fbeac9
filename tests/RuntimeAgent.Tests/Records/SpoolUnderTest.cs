using Google.Protobuf;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using ScfAspire.Contracts.Internal.V1;
using ScfAspire.RuntimeAgent.Records;

namespace ScfAspire.RuntimeAgent.Tests.Records;

/// <summary>A spool in a folder of its own, which goes away with it.</summary>
internal sealed class SpoolUnderTest : IDisposable
{
    private readonly bool _ownsFolder;

    public SpoolUnderTest(string? folder = null, Action<RecordSpoolOptions>? configure = null)
    {
        _ownsFolder = folder is null;
        Folder = folder ?? Directory.CreateTempSubdirectory("scf-spool-").FullName;
        Options = new RecordSpoolOptions { Folder = Folder, Source = "agent-1", SegmentBytes = 2 * RecordSpoolOptions.MaxRecordBytes };
        configure?.Invoke(Options);
        Spool = new RecordSpool(Microsoft.Extensions.Options.Options.Create(Options), Time, NullLogger<RecordSpool>.Instance);
    }

    public string Folder { get; }

    public RecordSpoolOptions Options { get; }

    public FakeTimeProvider Time { get; } = new(DateTimeOffset.UnixEpoch.AddYears(50));

    public RecordSpool Spool { get; }

    public IOptions<RecordSpoolOptions> OptionsAccess => Microsoft.Extensions.Options.Options.Create(Options);

    /// <summary>A record that says which one it is, and is wrong if any byte of it is.</summary>
    public static InvocationRecord Record(int number, int logBytes = 100)
    {
        var id = new byte[16];
        BitConverter.TryWriteBytes(id, number);
        return new InvocationRecord { RequestId = ByteString.CopyFrom(id), DurationUs = number, Log = new string((char)('a' + (number % 26)), logBytes) };
    }

    /// <summary>The same as it is appended.</summary>
    public static byte[] Encoded(int number, int logBytes = 100) => Record(number, logBytes).ToByteArray();

    public static int NumberOf(InvocationRecord record)
    {
        var number = (int)record.DurationUs;
        Assert.Equal(Record(number, record.Log.Length), record);
        return number;
    }

    public static AppendRecordsRequest Decode(SpoolBatch batch)
    {
        var writer = new System.Buffers.ArrayBufferWriter<byte>();
        batch.WriteTo(writer);
        var request = AppendRecordsRequest.Parser.ParseFrom(writer.WrittenSpan);
        Assert.Equal(batch.Count, request.Records.Count);
        return request;
    }

    /// <summary>Takes and acknowledges everything, as the shipper does.</summary>
    public List<int> ShipAll()
    {
        var numbers = new List<int>();
        while (Spool.TakeBatch() is { } batch)
        {
            numbers.AddRange(Decode(batch).Records.Select(NumberOf));
            Spool.Acknowledge(batch);
        }

        return numbers;
    }

    public void Dispose()
    {
        Spool.Dispose();
        if (_ownsFolder) Directory.Delete(Folder, recursive: true);
    }
}
