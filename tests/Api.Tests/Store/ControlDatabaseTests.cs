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

    private static Task<int> LockAsync(ControlTransaction transaction, int number) =>
        transaction.ExecuteAsync("SELECT pg_advisory_xact_lock(@number)", new { number }, TestContext.Current.CancellationToken);
}
