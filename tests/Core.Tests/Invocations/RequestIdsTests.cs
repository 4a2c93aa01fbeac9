using ScfAspire.Core.Invocations;

namespace ScfAspire.Core.Tests.Invocations;

public sealed class RequestIdsTests
{
    [Fact]
    public void An_id_is_a_UUIDv7_of_its_time()
    {
        var now = DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_123);

        var id = RequestIds.Next(now);

        Assert.Equal((7, 0b10), (id.Version, id.Variant >> 2));
        Assert.Equal(now.ToUnixTimeMilliseconds().ToString("x12", null), id.ToString("N")[..12]);
    }

    [Fact]
    public void Ids_of_one_moment_differ_on_all_threads()
    {
        var now = DateTimeOffset.UnixEpoch;
        var ids = new Guid[8][];

        Parallel.For(0, ids.Length, n => ids[n] = [.. Enumerable.Range(0, 2_000).Select(_ => RequestIds.Next(now))]);

        Assert.Equal(8 * 2_000, ids.SelectMany(each => each).Distinct().Count());
    }
}
