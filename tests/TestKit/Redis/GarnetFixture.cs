using Xunit;

namespace ScfAspire.TestKit.Redis;

/// <summary>Class fixture: a Garnet server of this test class's own.</summary>
public sealed class GarnetFixture : IAsyncLifetime
{
    private GarnetServer? _server;

    public GarnetServer Server => _server ?? throw new InvalidOperationException("The fixture is not initialized.");

    public string ConnectionString => Server.ConnectionString;

    public ValueTask InitializeAsync()
    {
        _server = GarnetServer.Start();
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
    }
}
