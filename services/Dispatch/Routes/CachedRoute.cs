using ScfAspire.Contracts.Internal.V1;

namespace ScfAspire.Dispatch.Routes;

/// <summary>A route and whether anybody wanted it of late.</summary>
internal sealed class CachedRoute(FunctionRoute route)
{
    public FunctionRoute Route { get; } = route;

    /// <summary>Asked for again since the cache was last looked through. Lost writes do no harm.</summary>
    public bool Asked { get; set; }
}
