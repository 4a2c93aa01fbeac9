using Xunit;

namespace ScfAspire.TestKit.Platforms;

/// <summary>Fixture: one real platform for all tests that share it.</summary>
public sealed class PlatformFixture : IAsyncLifetime
{
    private Platform? _platform;

    public Platform Platform => _platform ?? throw new InvalidOperationException("The fixture is not initialized.");

    public async ValueTask InitializeAsync() => _platform = await Platform.StartAsync();

    public async ValueTask DisposeAsync()
    {
        if (_platform is not null) await _platform.DisposeAsync();
    }
}
