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
        using var test = new SpoolUnderTest(configure: options => options.Linger = options.BatchInterval = TimeSpan.Zero);
        var sink = new RememberingSink();
        using var shipper = await StartAsync(test, sink);
        var shipped = WhenShipped(test, 3);
        for (var number = 1; number <= 3; number++) test.Spool.TryAppend(SpoolUnderTest.Encoded(number), out _);
        await shipped.WaitAsync(Cancel);
        await shipper.StopAsync(Cancel);
        Assert.Equal([1, 2, 3], sink.Stored.SelectMany(request => request.Records).Select(SpoolUnderTest.NumberOf));
        Assert.Equal(Enumerable.Range(1, sink.Stored.Count).Select(sequence => (long)sequence), sink.Stored.Select(request => request.Sequence));
    }

    [Fact]
    public async Task A_batch_that_was_not_confirmed_is_sent_again_unchanged()
    {
        using var test = new SpoolUnderTest(configure: options => options.Linger = options.BatchInterval = TimeSpan.Zero);
        var sink = new RememberingSink { Failures = 3 };
        using var shipper = await StartAsync(test, sink);
        var shipped = WhenShipped(test, 1);
        test.Spool.TryAppend(SpoolUnderTest.Encoded(1), out _);
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
    public async Task Under_load_records_gather_between_batches()
    {
        using var test = new SpoolUnderTest();
        var sink = new RememberingSink { Time = test.Time };
        using var shipper = await StartAsync(test, sink);
        var began = test.Time.GetUtcNow();
        var shipped = WhenShipped(test, 600);
        for (var number = 1; !shipped.IsCompleted; number++)
        {
            // Never enough to fill a batch, however late the shipper's turn comes.
            if (number <= 600) test.Spool.TryAppend(SpoolUnderTest.Encoded(number), out _);
            test.Time.Advance(TimeSpan.FromMilliseconds(2));
            await Task.Yield();
        }

        await shipper.StopAsync(Cancel);
        var times = sink.Times;
        Assert.True(times[0] - began >= test.Options.Linger);
        for (var i = 1; i < times.Count; i++) Assert.InRange(times[i] - times[i - 1], test.Options.BatchInterval, TimeSpan.MaxValue);
    }

    [Fact]
    public async Task After_a_quiet_time_the_first_record_does_not_wait_for_the_interval()
    {
        using var test = new SpoolUnderTest(configure: options => options.BatchInterval = TimeSpan.FromDays(1));
        var sink = new RememberingSink();
        using var shipper = await StartAsync(test, sink);
        foreach (var number in new[] { 1, 2 })
        {
            var shipped = WhenShipped(test, (ulong)number);
            test.Time.Advance(test.Options.BatchInterval);
            var began = test.Time.GetUtcNow();
            test.Spool.TryAppend(SpoolUnderTest.Encoded(number), out _);
            while (!shipped.IsCompleted)
            {
                test.Time.Advance(test.Options.Linger);
                await Task.Yield();
            }

            Assert.True(test.Time.GetUtcNow() - began < test.Options.BatchInterval);
        }

        await shipper.StopAsync(Cancel);
    }

    [Fact]
    public async Task A_full_batch_does_not_wait()
    {
        using var test = new SpoolUnderTest(configure: options => options.BatchRecords = 5);
        var sink = new RememberingSink();
        using var shipper = await StartAsync(test, sink);
        // The clock stands still.
        foreach (var last in new[] { 5, 10, 15 })
        {
            var shipped = WhenShipped(test, (ulong)last);
            for (var number = last - 4; number <= last; number++) test.Spool.TryAppend(SpoolUnderTest.Encoded(number), out _);
            await shipped.WaitAsync(Cancel);
        }

        await shipper.StopAsync(Cancel);
        Assert.All(sink.Stored, request => Assert.Equal(5, request.Records.Count));
    }

    [Fact]
    public async Task An_orderly_stop_stores_what_waits()
    {
        using var test = new SpoolUnderTest();
        var sink = new RememberingSink();
        using var shipper = await StartAsync(test, sink);
        test.Spool.TryAppend(SpoolUnderTest.Encoded(1), out _);
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

        public TimeProvider Time { get; init; } = TimeProvider.System;

        public List<DateTimeOffset> Times { get; } = [];

        public List<AppendRecordsRequest> Attempts { get; } = [];

        public List<AppendRecordsRequest> Stored { get; } = [];

        public SemaphoreSlim Attempted { get; } = new(0);

        public Task StoreAsync(SpoolBatch batch, CancellationToken cancellationToken)
        {
            var request = SpoolUnderTest.Decode(batch);
            Attempts.Add(request);
            Times.Add(Time.GetUtcNow());
            Attempted.Release();
            if (Failures-- > 0) throw new RpcException(new Status(StatusCode.Unavailable, "down"));
            Stored.Add(request);
            return Task.CompletedTask;
        }
    }
}
