using Microsoft.Extensions.DependencyInjection;
using ScfAspire.Api.Store;
using ScfAspire.Api.Tests.Hosting;

namespace ScfAspire.Api.Tests.Store;

public sealed class ControlDatabaseTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    [Fact(Timeout = 60_000)]
    public async Task Both_sides_of_a_deadlock_are_committed()
    {
        var database = fixture.Api.Services.GetRequiredService<ControlDatabase>();
        var (left, right) = (new TaskCompletionSource(), new TaskCompletionSource());

        var both = await Task.WhenAll(WriteAsync(1, 2, left, right.Task), WriteAsync(2, 1, right, left.Task));

        Assert.Equal(3, both.Sum());

        // Neither asks for its second lock before the other has its first.
        Task<int> WriteAsync(int first, int second, TaskCompletionSource locked, Task other) => database.WriteAsync(
            async transaction =>
            {
                await LockAsync(transaction, first);
                locked.TrySetResult();
                await other;
                await LockAsync(transaction, second);
                return first;
            },
            TestContext.Current.CancellationToken);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_change_that_was_announced_is_durable_when_its_write_returns()
    {
        var database = fixture.Api.Services.GetRequiredService<ControlDatabase>();
        var written = await Task.WhenAll(Enumerable.Range(0, 20).Select(WriteAsync));

        Assert.Equal(20, written.Select(one => one.Revision).Distinct().Count());
        Assert.All(written, one => Assert.True(one.Durable));

        // Where Postgres was in its log when the change was announced: the commit comes behind it.
        async Task<(long Revision, bool Durable)> WriteAsync(int number)
        {
            var (revision, place) = await database.WriteAsync(
                async transaction => (
                    await transaction.AnnounceAsync("default", $"durable-{number}", TestContext.Current.CancellationToken),
                    await transaction.FindAsync<string>("SELECT pg_current_wal_insert_lsn()::text", null, TestContext.Current.CancellationToken)),
                TestContext.Current.CancellationToken);
            return (revision, await database.FindAsync<bool>("SELECT pg_current_wal_flush_lsn() >= @place::pg_lsn", new { place }, TestContext.Current.CancellationToken));
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task A_change_that_was_committed_with_its_announcement_is_visible_when_its_write_returns()
    {
        var database = fixture.Api.Services.GetRequiredService<ControlDatabase>();
        var revisions = await Task.WhenAll(Enumerable.Range(0, 20).Select(number => database.WriteAsync(
            transaction => transaction.AnnounceAndCommitAsync("default", $"committed-{number}", "", null, TestContext.Current.CancellationToken), TestContext.Current.CancellationToken)));

        var seen = await database.QueryAsync<long>("SELECT revision FROM control.catalog_change WHERE function LIKE 'committed-%' ORDER BY revision", null, TestContext.Current.CancellationToken);
        Assert.Equal(revisions.Order(), seen);
    }

    [Fact(Timeout = 60_000)]
    public async Task Nothing_is_written_after_the_commit()
    {
        var database = fixture.Api.Services.GetRequiredService<ControlDatabase>();

        await Assert.ThrowsAsync<InvalidOperationException>(() => database.WriteAsync(
            async transaction =>
            {
                await transaction.AnnounceAndCommitAsync("default", "late", "", null, TestContext.Current.CancellationToken);
                return await transaction.ExecuteAsync("DELETE FROM control.catalog_change", null, TestContext.Current.CancellationToken);
            },
            TestContext.Current.CancellationToken));
        Assert.NotEmpty(await database.QueryAsync<long>("SELECT revision FROM control.catalog_change WHERE function = 'late'", null, TestContext.Current.CancellationToken));
    }

    [Theory(Timeout = 60_000)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Revisions_become_visible_in_their_order(bool committedAlong)
    {
        var database = fixture.Api.Services.GetRequiredService<ControlDatabase>();
        const string Head = "SELECT coalesce(max(revision), 0) FROM control.catalog_change";
        using var end = new CancellationTokenSource();
        var reading = Task.Run(ReadAsync, TestContext.Current.CancellationToken);
        await Parallel.ForAsync(0, 200, TestContext.Current.CancellationToken, async (number, stop) =>
            await database.WriteAsync(
                transaction => committedAlong
                    ? transaction.AnnounceAndCommitAsync("default", $"ordered-{number}", "", null, stop)
                    : transaction.AnnounceAsync("default", $"ordered-{number}", stop),
                stop));
        await end.CancelAsync();

        Assert.Empty(await reading);

        // Revisions that appeared below a head that had been seen before.
        async Task<List<long>> ReadAsync()
        {
            var late = new List<long>();
            var seen = new HashSet<long>();
            var head = await database.FindAsync<long>(Head, null, TestContext.Current.CancellationToken);
            var start = head;
            while (!end.IsCancellationRequested)
            {
                var all = await database.QueryAsync<long>(
                    "SELECT revision FROM control.catalog_change WHERE revision > @start", new { start }, TestContext.Current.CancellationToken);
                late.AddRange(all.Where(revision => revision <= head && !seen.Contains(revision)));
                seen.UnionWith(all);
                head = all.Append(head).Max();
            }

            return late;
        }
    }

    private static Task<int> LockAsync(ControlTransaction transaction, int number) =>
        transaction.ExecuteAsync("SELECT pg_advisory_xact_lock(@number)", new { number }, TestContext.Current.CancellationToken);
}
