using ScfAspire.RuntimeAgent.Records;

namespace ScfAspire.RuntimeAgent.Tests.Records;

/// <summary>Whatever happens to the file's end, the records before it come back, each once, and no half one does.</summary>
public sealed class RecordSpoolDamageTests
{
    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_cut_file_gives_back_exactly_the_records_that_lie_whole_before_the_cut(int seed)
    {
        var random = new Random(seed);
        using var folder = new SpoolUnderTest();
        folder.Spool.Dispose();
        var (ends, acknowledged, path) = Fill(folder.Folder, random);
        var cut = random.Next(SegmentMemory.DataOffset, ends[^1] + 64);
        using (var file = File.OpenWrite(path)) file.SetLength(cut);

        using var next = new SpoolUnderTest(folder.Folder);
        var whole = ends.Count(end => end <= cut);
        Assert.Equal(Enumerable.Range(acknowledged + 1, Math.Max(0, whole - acknowledged)), next.ShipAll());
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Rubbish_after_a_point_ends_the_records_at_that_point(int seed)
    {
        var random = new Random(seed);
        using var folder = new SpoolUnderTest();
        folder.Spool.Dispose();
        var (ends, acknowledged, path) = Fill(folder.Folder, random);
        var firstWaiting = acknowledged == 0 ? SegmentMemory.DataOffset : (ends[acknowledged - 1] + 7) & ~7;
        var from = random.Next(firstWaiting, ends[^1]);
        using (var file = File.OpenWrite(path))
        {
            var rubbish = new byte[random.Next(64, 4096)];
            random.NextBytes(rubbish);
            file.Position = from;
            file.Write(rubbish);
        }

        using var next = new SpoolUnderTest(folder.Folder);
        var whole = ends.Count(end => end <= from);
        Assert.Equal(Enumerable.Range(acknowledged + 1, whole - acknowledged), next.ShipAll());
    }

    [Fact]
    public void A_file_without_a_head_is_set_aside_and_the_others_are_read()
    {
        using var folder = new SpoolUnderTest();
        folder.Spool.Dispose();
        Fill(folder.Folder, new Random(1));
        var damaged = Path.Combine(folder.Folder, "17.spool");
        File.WriteAllBytes(damaged, new byte[8192]);

        using var next = new SpoolUnderTest(folder.Folder);
        Assert.NotEmpty(next.ShipAll());
        Assert.False(File.Exists(damaged));
        Assert.True(File.Exists(damaged + ".damaged"));
    }

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 60)];

    // Where each record ends (padding excluded), how many are acknowledged, and the file. At times the segment has been used before, so
    // that older records lie behind the new ones.
    private static (List<int> Ends, int Acknowledged, string Path) Fill(string folder, Random random)
    {
        using var test = new SpoolUnderTest(folder, options => options.BatchRecords = random.Next(1, 20));
        if (random.Next(2) == 0)
        {
            for (var i = 0; i < 200; i++) test.Spool.TryAppend(SpoolUnderTest.Encoded(i, random.Next(0, 300)), out _);
            test.ShipAll();
        }

        var count = random.Next(5, 100);
        var ends = new List<int>();
        var offset = SegmentMemory.DataOffset;
        for (var number = 1; number <= count; number++)
        {
            var record = SpoolUnderTest.Encoded(number, random.Next(0, 3000));
            Assert.True(test.Spool.TryAppend(record, out _));
            var size = record.Length;
            ends.Add(offset + SegmentMemory.CommitBytes + size);
            offset += SegmentMemory.CommitBytes + ((size + 7) & ~7);
        }

        var acknowledged = 0;
        var path = "";
        for (var batches = random.Next(3); batches >= 0 && test.Spool.TakeBatch() is { } batch; batches--)
        {
            path = batch.Segment.Path;
            if (acknowledged + batch.Count >= count || batches == 0) break;
            acknowledged += batch.Count;
            test.Spool.Acknowledge(batch);
        }

        return (ends, acknowledged, path);
    }
}
