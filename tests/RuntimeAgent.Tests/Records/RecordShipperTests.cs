using Grpc.Core;
using Microsoft.Extensions.Logging.Abstractions;
using ScfAspire.Contracts.Internal.V1;
using ScfAspire.RuntimeAgent.Records;

namespace ScfAspire.RuntimeAgent.Tests.Records;

public sealed class RecordShipperTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_appended_is_stored_and_acknowledged()
    {
        using var test = new SpoolUnderTest(configure: options => options.Linger = TimeSpan.Zero);
        var sink = new RememberingSink();
        using var shipper = await StartAsync(test, sink);
        var shipped = WhenShipped(test, 3);
        for (var number = 1; number <= 3; number++) test.Spool.TryAppend(SpoolUnderTest.Record(number), out _);
        await shipped.WaitAsync(Cancel);
        await shipper.StopAsync(Cancel);
        Assert.Equal([1, 2, 3], sink.Stored.SelectMany(request => request.Records).Select(SpoolUnderTest.NumberOf));
        Assert.Equal(Enumerable.Range(1, sink.Stored.Count).Select(sequence => (long)sequence), sink.Stored.Select(request => request.Sequence));
    }

    [Fact]
    public async Task A_batch_that_was_not_confirmed_is_sent_again_unchanged()
    {
        using var test = new SpoolUnderTest(configure: options => options.Linger = TimeSpan.Zero);
        var sink = new RememberingSink { Failures = 3 };
        using var shipper = await StartAsync(test, sink);
        var shipped = WhenShipped(test, 1);
        test.Spool.TryAppend(SpoolUnderTest.Record(1), out _);
        for (var failure = 0; failure < 3; failure++)
        {
            await sink.Attempted.WaitAsync(Cancel);
            while (!shipped.IsCompleted && sink.Attempted.CurrentCount == 0)
            {
                test.Time.Advance(test.Options.MaxBackoff);
                await Task.Yield();
            }
        }

        await shipped.WaitAsync(Cancel);
        await shipper.StopAsync(Cancel);
        Assert.Equal(4, sink.Attempts.Count);
        Assert.All(sink.Attempts, attempt => Assert.Equal(sink.Attempts[0], attempt));
        Assert.Single(sink.Stored);
    }

    [Fact]
    public async Task An_orderly_stop_stores_what_waits()
    {
        using var test = new SpoolUnderTest();
        var sink = new RememberingSink();
        using var shipper = await StartAsync(test, sink);
        test.Spool.TryAppend(SpoolUnderTest.Record(1), out _);
        await shipper.StopAsync(Cancel);
        Assert.Single(sink.Stored);
        Assert.Equal(0, test.Spool.WaitingBytes);
    }

    private static async Task<RecordShipper> StartAsync(SpoolUnderTest test, IRecordSink sink)
    {
        var shipper = new RecordShipper(test.Spool, sink, test.OptionsAccess, test.Time, NullLogger<RecordShipper>.Instance);
        await shipper.StartAsync(Cancel);
        return shipper;
    }

    private static Task WhenShipped(SpoolUnderTest test, ulong sequence)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        test.Spool.Shipped += shipped =>
        {
            if (shipped >= sequence) reached.TrySetResult();
        };
        return reached.Task;
    }

    private sealed class RememberingSink : IRecordSink
    {
        public int Failures { get; set; }

        public List<AppendRecordsRequest> Attempts { get; } = [];

        public List<AppendRecordsRequest> Stored { get; } = [];

        public SemaphoreSlim Attempted { get; } = new(0);

        public Task StoreAsync(SpoolBatch batch, CancellationToken cancellationToken)
        {
            var request = SpoolUnderTest.Decode(batch);
            Attempts.Add(request);
            Attempted.Release();
            if (Failures-- > 0) throw new RpcException(new Status(StatusCode.Unavailable, "down"));
            Stored.Add(request);
            return Task.CompletedTask;
        }
    }
}
