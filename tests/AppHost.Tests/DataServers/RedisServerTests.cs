using ScfAspire.TestKit.Redis;
using StackExchange.Redis;

namespace ScfAspire.AppHost.Tests.DataServers;

public sealed class RedisServerTests(RedisFixture fixture) : IClassFixture<RedisFixture>
{
    [Fact]
    public async Task Flush_removes_every_key()
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync(fixture.ConnectionString);
        await connection.GetDatabase().StringSetAsync("key", "value");

        await fixture.Server.FlushAsync();

        Assert.False(await connection.GetDatabase().KeyExistsAsync("key"));
    }

    [Fact]
    public async Task A_crash_loses_the_keys_and_keeps_the_address()
    {
        var address = fixture.ConnectionString;
        await using (var before = await ConnectionMultiplexer.ConnectAsync(address))
            await before.GetDatabase().StringSetAsync("key", "value");

        await fixture.Server.CrashAndRestartAsync(TestContext.Current.CancellationToken);

        await using var after = await ConnectionMultiplexer.ConnectAsync(address);
        Assert.False(await after.GetDatabase().KeyExistsAsync("key"));
    }
}
