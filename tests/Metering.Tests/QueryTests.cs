using ScfAspire.Contracts.Internal.V1;
using ScfAspire.Metering.Queries;
using static ScfAspire.Metering.Tests.MeteringNode;

namespace ScfAspire.Metering.Tests;

public sealed class QueryTests
{
    [Fact]
    public async Task A_request_is_found_by_its_id_alone()
    {
        await using var node = await StartAsync();
        var id = Guid.CreateVersion7(Noon.AddSeconds(3));
        await node.AppendAsync("agent-1", 1, Enumerable.Range(0, 500).Select(i => Record(at: Noon.AddMilliseconds(i * 10))));
        await node.AppendAsync("agent-1", 2, Record(id, change: r => r.RetMsg = "\"found\"", at: Noon.AddSeconds(3)));

        var found = await node.ListAsync(r => { r.RequestId = Record(id).RequestId; r.Key = null; r.IncludeLogs = true; });

        Assert.Equal("\"found\"", Assert.Single(found.Records).RetMsg);
        Assert.StartsWith("START", found.Records[0].Log, StringComparison.Ordinal);
        Assert.Equal(1, found.TotalCount);
        Assert.Empty((await node.ListAsync(r => r.RequestId = Record().RequestId)).Records);
    }

    [Fact]
    public async Task An_id_that_is_not_a_UUIDv7_is_found_by_function()
    {
        await using var node = await StartAsync();
        var id = Guid.NewGuid();
        await node.AppendAsync("agent-1", 1, Record(id), Record());

        Assert.Single((await node.ListAsync(r => r.RequestId = Record(id).RequestId)).Records);
    }

    [Theory]
    [InlineData("start_time", false)]
    [InlineData("start_time", true)]
    [InlineData("function_name", false)]
    [InlineData("duration", false)]
    [InlineData("duration", true)]
    [InlineData("mem_usage", false)]
    [InlineData("mem_usage", true)]
    public async Task Pages_are_those_of_the_whole_ordered_list(string orderBy, bool ascending)
    {
        var random = new Random(17);
        await using var node = await StartAsync();
        var all = Enumerable.Range(0, 400).Select(i => Record(
            at: Noon.AddMilliseconds(random.Next(90_000)),
            change: r => { r.DurationUs = random.Next(1_000_000); r.MemoryUsedBytes = random.Next(1_000_000); r.StartUnixUs += random.Next(1_000); })).ToArray();
        for (var i = 0; i < 20; i++) await node.AppendAsync("agent-1", i + 1, all.Skip(i * 20).Take(20));
        Func<InvocationRecord, long> key = orderBy switch { "duration" => r => r.DurationUs, "mem_usage" => r => r.MemoryUsedBytes, _ => r => r.StartUnixUs };
        var expected = ascending ? all.OrderBy(key) : all.OrderByDescending(key);

        var pages = new List<InvocationRecord>();
        for (var offset = 0; offset < 100; offset += 25)
        {
            var page = await node.ListAsync(r => { r.OrderBy = orderBy; r.Ascending = ascending; r.Offset = offset; r.Limit = 25; });
            Assert.Equal(400, page.TotalCount);
            pages.AddRange(page.Records);
        }

        Assert.Equal(expected.Take(100).Select(key), pages.Select(key));
    }

    [Fact]
    public async Task Time_qualifier_and_outcome_filter_rows_and_count()
    {
        await using var node = await StartAsync();
        int[] codes = [200, 430, 433, 434, 432, 500];
        // Six records in each of ten seconds, every second one through an alias.
        await node.AppendAsync("agent-1", 1, Enumerable.Range(0, 60).Select(i => Record(
            at: Noon.AddMilliseconds((i / 6 * 1_000) + (i % 6 * 100)),
            change: r => { r.StatusCode = codes[i % 6]; r.Version = "2"; r.Qualifier = i % 2 == 0 ? "prod" : "2"; })));

        async Task<long> Count(Action<ListRecordsRequest> change)
        {
            var answer = await node.ListAsync(change);
            Assert.Equal(answer.TotalCount, answer.Records.Count);
            return answer.TotalCount;
        }

        Assert.Equal(10, await Count(r => r.RetCode = "is0"));
        Assert.Equal(50, await Count(r => r.RetCode = "not0"));
        Assert.Equal(10, await Count(r => r.RetCode = "TimeLimitExceeded"));
        Assert.Equal(20, await Count(r => r.RetCode = "ResourceLimitExceeded"));
        Assert.Equal(10, await Count(r => r.RetCode = "UserCodeException"));
        Assert.Equal(60, await Count(r => r.Qualifier = "2"));
        Assert.Equal(30, await Count(r => r.Qualifier = "prod"));
        Assert.Equal(0, await Count(r => r.Qualifier = "1"));
        // From within the third second to within the fifth: 4 + 6 + 3.
        Assert.Equal(13, await Count(r => { r.StartUnixUs = Micros(Noon.AddMilliseconds(2_200)); r.EndUnixUs = Micros(Noon.AddMilliseconds(4_300)); }));
        Assert.Equal(0, await Count(r => r.Key = new FunctionKey { Namespace = "other", Function = "hello" }));
    }

    [Theory]
    [InlineData("ret_code", "nonsense")]
    [InlineData("order_by", "nonsense")]
    [InlineData("depth", "")]
    [InlineData("key", "")]
    [InlineData("times", "")]
    public void A_wrong_request_is_refused_with_the_field_named(string field, string value)
    {
        var request = new ListRecordsRequest { Key = new FunctionKey { Namespace = "default", Function = "hello" } };
        switch (field)
        {
            case "ret_code": request.RetCode = value; break;
            case "order_by": request.OrderBy = value; break;
            case "depth": (request.Offset, request.Limit) = (9_990, 11); break;
            case "key": request.Key = null; break;
            case "times": (request.StartUnixUs, request.EndUnixUs) = (10, 10); break;
        }
        Assert.Null(RecordQuery.From(request, out var problem));
        Assert.Contains(field switch { "depth" => "offset", "times" => "end_unix_us", _ => field }, problem, StringComparison.Ordinal);
    }

    private static long Micros(DateTimeOffset instant) => instant.ToUnixTimeMilliseconds() * 1000;
}
