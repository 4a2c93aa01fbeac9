using ScfAspire.RuntimeAgent.Records;

namespace ScfAspire.RuntimeAgent.Tests.Records;

public sealed class RecordSpoolTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void Records_come_out_once_and_in_order()
    {
        using var test = new SpoolUnderTest(configure: options => options.BatchRecords = 7);
        for (var number = 1; number <= 100; number++)
        {
            Assert.True(test.Spool.TryAppend(SpoolUnderTest.Encoded(number), out var sequence));
            Assert.Equal((ulong)number, sequence);
        }

        Assert.Equal(Enumerable.Range(1, 100), test.ShipAll());
        Assert.Null(test.Spool.TakeBatch());
        Assert.Equal(100ul, test.Spool.ShippedSequence);
        Assert.Equal(0, test.Spool.WaitingBytes);
    }

    [Fact]
    public void A_batch_stays_the_same_until_it_is_acknowledged()
    {
        using var test = new SpoolUnderTest();
        Append(test, 1, 3);
        var first = SpoolUnderTest.Decode(test.Spool.TakeBatch()!);
        Append(test, 4, 6);
        var again = test.Spool.TakeBatch()!;
        Assert.Equal(first, SpoolUnderTest.Decode(again));
        test.Spool.Acknowledge(again);
        var second = SpoolUnderTest.Decode(test.Spool.TakeBatch()!);
        Assert.Equal((first.Epoch, first.Sequence + 1), (second.Epoch, second.Sequence));
        Assert.Equal([4, 5, 6], second.Records.Select(SpoolUnderTest.NumberOf));
    }

    [Fact]
    public void The_watermark_tells_what_is_stored()
    {
        using var test = new SpoolUnderTest(configure: options => options.BatchRecords = 2);
        var seen = new List<ulong>();
        test.Spool.Shipped += seen.Add;
        Append(test, 1, 5);
        test.ShipAll();
        Assert.Equal([2ul, 4ul, 5ul], seen);
    }

    [Fact]
    public void A_restart_sends_the_open_batch_again_under_its_own_name_and_then_the_rest()
    {
        using var folder = new SpoolUnderTest();
        folder.Spool.Dispose();
        Contracts.Internal.V1.AppendRecordsRequest sent;
        using (var former = new SpoolUnderTest(folder.Folder, options => options.BatchRecords = 4))
        {
            Append(former, 1, 10);
            former.Spool.Acknowledge(former.Spool.TakeBatch()!);
            sent = SpoolUnderTest.Decode(former.Spool.TakeBatch()!);
        }

        using var next = new SpoolUnderTest(folder.Folder, options => options.Source = "agent-2");
        Append(next, 11, 12);
        var replayed = next.Spool.TakeBatch()!;
        Assert.Equal(sent, SpoolUnderTest.Decode(replayed));
        Assert.Equal("agent-1", replayed.Source);
        next.Spool.Acknowledge(replayed);
        Assert.Equal(0ul, next.Spool.ShippedSequence);
        var rest = SpoolUnderTest.Decode(next.Spool.TakeBatch()!);
        Assert.Equal((sent.Epoch, sent.Sequence + 1), (rest.Epoch, rest.Sequence));
        Assert.Equal([9, 10, 11, 12], next.ShipAll());
        Assert.Equal(2ul, next.Spool.ShippedSequence);
    }

    [Fact]
    public void A_spool_that_was_emptied_leaves_no_file_behind()
    {
        using var folder = new SpoolUnderTest();
        folder.Spool.Dispose();
        using (var test = new SpoolUnderTest(folder.Folder))
        {
            Append(test, 1, 10);
            test.ShipAll();
        }

        Assert.Empty(Directory.GetFiles(folder.Folder, "*.spool"));
    }

    [Fact]
    public void Two_processes_cannot_use_one_folder()
    {
        using var test = new SpoolUnderTest();
        Assert.Throws<IOException>(() => new SpoolUnderTest(test.Folder));
    }

    [Fact]
    public async Task A_full_spool_waits_then_grows_then_refuses_and_recovers()
    {
        using var test = new SpoolUnderTest(configure: options => options.MaxSegments = 3);
        var number = 0;
        while (test.Spool.TryAppend(Big(number + 1), out _)) number++;
        Assert.True(test.Spool.Accepting);

        var growing = test.Spool.AppendAsync(Big(++number), Cancel);
        Assert.False(growing.IsCompleted);
        test.Time.Advance(test.Options.GrowAfter);
        Assert.Equal((ulong)number, await growing);
        Assert.False(test.Spool.Accepting);
        while (test.Spool.TryAppend(Big(number + 1), out _)) number++;

        var refused = test.Spool.AppendAsync(Big(number + 1), Cancel);
        Assert.False(refused.IsCompleted);
        test.Time.Advance(test.Options.RefuseAfter);
        await Assert.ThrowsAsync<RecordSpoolFullException>(async () => await refused);

        Assert.Equal(Enumerable.Range(1, number), test.ShipAll());
        Assert.True(test.Spool.Accepting);
        Assert.Equal(test.Options.ReadySegments, Directory.GetFiles(test.Folder, "*.spool").Length);
        Assert.Equal((ulong)number + 1, await test.Spool.AppendAsync(Big(number + 1), Cancel));
    }

    [Fact]
    public async Task A_waiting_append_goes_on_when_metering_has_made_room()
    {
        using var test = new SpoolUnderTest(configure: options => options.MaxSegments = 2);
        var number = 0;
        while (test.Spool.TryAppend(Big(number + 1), out _)) number++;
        var waiting = test.Spool.AppendAsync(Big(number + 1), Cancel);
        Assert.False(waiting.IsCompleted);
        test.ShipAll();
        Assert.Equal((ulong)number + 1, await waiting);
    }

    [Fact]
    public void A_record_that_no_batch_could_carry_is_an_error()
    {
        using var test = new SpoolUnderTest();
        Assert.Throws<ArgumentException>(() => test.Spool.TryAppend(SpoolUnderTest.Encoded(1, RecordSpoolOptions.MaxRecordBytes), out _));
    }

    [Fact]
    public async Task Appends_from_many_threads_all_arrive_while_batches_are_taken()
    {
        using var test = new SpoolUnderTest(configure: options => options.BatchRecords = 100);
        const int Writers = 4, Each = 5000;
        var writers = Enumerable.Range(0, Writers).Select(writer => Task.Run(
            async () =>
            {
                for (var i = 0; i < Each; i++) await test.Spool.AppendAsync(SpoolUnderTest.Encoded((writer * Each) + i, i % 500), Cancel);
            },
            Cancel)).ToArray();
        var numbers = new List<int>();
        while (numbers.Count < Writers * Each)
        {
            await test.Spool.WaitForRecordsAsync(Cancel);
            numbers.AddRange(test.ShipAll());
        }

        await Task.WhenAll(writers);
        Assert.Equal(Enumerable.Range(0, Writers * Each), numbers.Order());
        for (var writer = 0; writer < Writers; writer++) Assert.Equal(Enumerable.Range(writer * Each, Each), numbers.Where(number => number / Each == writer));
    }

    private static byte[] Big(int number) => SpoolUnderTest.Encoded(number, 1_000_000);

    private static void Append(SpoolUnderTest test, int from, int to)
    {
        for (var number = from; number <= to; number++) Assert.True(test.Spool.TryAppend(SpoolUnderTest.Encoded(number), out _));
    }
}
