using ScfAspire.TestKit.Redis;
using StackExchange.Redis;

namespace ScfAspire.AppHost.Tests.DataServers;

public sealed class GarnetServerTests(GarnetFixture fixture) : IClassFixture<GarnetFixture>
{
    [Fact]
    public async Task It_runs_Lua_scripts()
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync(fixture.ConnectionString);
        var result = await connection.GetDatabase().ScriptEvaluateAsync(
            "redis.call('HSET', KEYS[1], 'n', ARGV[1]) return redis.call('HINCRBY', KEYS[1], 'n', 2)", ["counter"], [40]);

        Assert.Equal(42, (int)result);
    }

    [Fact]
    public async Task Flush_removes_every_key()
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync(fixture.ConnectionString);
        await connection.GetDatabase().StringSetAsync("key", "value");

        await fixture.Server.FlushAsync();

        Assert.False(await connection.GetDatabase().KeyExistsAsync("key"));
    }
}
