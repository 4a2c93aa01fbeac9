using System.Text;
using Google.Protobuf;
using ScfAspire.Contracts.Internal.V1;
using ScfAspire.RuntimeAgent.Records;

namespace ScfAspire.RuntimeAgent.Tests.Records;

public sealed class RecordTemplateTests
{
    private const string Letters = "abcXYZ019 \n\"{}äß中😀\0";

    [Theory]
    [InlineData(1)]
    [InlineData(20261122)]
    [InlineData(4711)]
    public void Whatever_a_run_says_is_encoded_as_protobuf_does(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 2_000; i++)
        {
            var spec = new InstanceSpec { SpecId = Text(random), FunctionId = Text(random), Version = Text(random), MemoryMb = random.Next(4096) };
            if (random.Next(10) > 0) spec.Key = new FunctionKey { Namespace = Text(random), Function = Text(random) };
            var (pool, instance) = (Text(random), (ulong)random.NextInt64());
            var run = Run(random);

            Assert.Equal(Message(spec, pool, instance, run).ToByteArray(), new RecordTemplate(spec, pool, instance).Encode(run));
        }
    }

    [Theory]
    [InlineData(10)]
    [InlineData(900_000)]
    public void What_is_appended_is_what_is_encoded(int logBytes)
    {
        using var test = new SpoolUnderTest();
        var template = new RecordTemplate(new InstanceSpec { SpecId = "spec" }, "local", 7);
        var run = Run(new Random(1)) with { Log = new string('x', logBytes) };

        Assert.True(template.TryAppend(run, test.Spool, out var sequence));

        Assert.Equal(1ul, sequence);
        Assert.Equal(InvocationRecord.Parser.ParseFrom(template.Encode(run)), Assert.Single(SpoolUnderTest.Decode(test.Spool.TakeBatch()!).Records));
    }

    private static RunRecord Run(Random random) => new()
    {
        RequestId = Guid.CreateVersion7(),
        RetryNum = random.Next(3),
        Qualifier = Text(random),
        InvokeType = Text(random),
        StartUnixUs = Number(random),
        DurationUs = Number(random),
        BilledMs = Number(random),
        MemoryUsedBytes = Number(random),
        StatusCode = random.Next(3) == 0 ? 0 : 430,
        RetMsg = Encoding.UTF8.GetBytes(Text(random)),
        ErrorMessage = Text(random),
        Log = Text(random),
        ColdStartUs = Number(random),
        ResponseBytes = Number(random),
        LogForm = (LogForm)random.Next(3),
        InitLog = random.Next(3) > 0 ? null : new InitLog { Printed = Text(random), PullCodeUs = Number(random), MemoryUsedBytes = Number(random) },
        ErrorReason = random.Next(3) > 0 ? null : Text(random),
    };

    private static InvocationRecord Message(InstanceSpec spec, string pool, ulong instance, in RunRecord run)
    {
        var message = new InvocationRecord
        {
            RequestId = ByteString.CopyFrom(run.RequestId.ToByteArray(bigEndian: true)),
            RetryNum = run.RetryNum,
            Key = spec.Key,
            FunctionId = spec.FunctionId,
            Version = spec.Version,
            Qualifier = run.Qualifier,
            SpecId = spec.SpecId,
            Pool = pool,
            InstanceId = instance,
            Source = RecordSource.Agent,
            InvokeType = run.InvokeType,
            StartUnixUs = run.StartUnixUs,
            DurationUs = run.DurationUs,
            BilledMs = run.BilledMs,
            MemoryMb = spec.MemoryMb,
            MemoryUsedBytes = run.MemoryUsedBytes,
            StatusCode = run.StatusCode,
            RetMsg = Encoding.UTF8.GetString(run.RetMsg.Span),
            ErrorMessage = run.ErrorMessage,
            Log = run.Log,
            ColdStartUs = run.ColdStartUs,
            ResponseBytes = run.ResponseBytes,
            LogForm = run.LogForm,
            InitLog = run.InitLog,
        };
        if (run.ErrorReason is { } reason) message.ErrorReason = reason;
        return message;
    }

    private static long Number(Random random) => random.Next(3) switch { 0 => 0, 1 => random.Next(300), _ => random.NextInt64() };

    private static string Text(Random random)
    {
        var runes = Letters.EnumerateRunes().ToArray();
        var text = new StringBuilder();
        for (var left = random.Next(4) == 0 ? 0 : random.Next(200); left > 0; left--) text.Append(runes[random.Next(runes.Length)].ToString());
        return text.ToString();
    }
}
