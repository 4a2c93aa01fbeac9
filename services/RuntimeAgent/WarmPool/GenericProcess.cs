using ScfAspire.RuntimeAgent.Runtimes;
using ScfAspire.RuntimeAgent.Sandbox;

namespace ScfAspire.RuntimeAgent.WarmPool;

/// <summary>A started process without code.</summary>
/// <param name="Sandbox">Where it runs.</param>
/// <param name="HasUplink">It was given one, wanted or not.</param>
/// <param name="Bootstrap">The connection of its bootstrap; null for a launcher, which has none.</param>
internal sealed record GenericProcess(ISandbox Sandbox, bool HasUplink, EventRuntime? Bootstrap) : IAsyncDisposable
{
    public bool IsAlive => !Sandbox.Ended.IsCompleted;

    public async ValueTask DisposeAsync()
    {
        if (Bootstrap is not null) await Bootstrap.DisposeAsync();
        await Sandbox.DisposeAsync();
    }
}
