using Xunit;

namespace ScfAspire.TestKit.Redis;

/// <summary>Class fixture: a Garnet server of this test class's own.</summary>
public sealed class GarnetFixture : IAsyncLifetime
{
    private RedisServer? _server;

    public RedisServer Server => _server ?? throw new InvalidOperationException("The fixture is not initialized.");

    public string ConnectionString => Server.ConnectionString;

    public async ValueTask InitializeAsync() => _server = await RedisServer.StartGarnetAsync(CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
    }
}
