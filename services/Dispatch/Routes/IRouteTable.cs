using ScfAspire.Contracts.Internal.V1;

namespace ScfAspire.Dispatch.Routes;

/// <summary>What the control plane has said of functions: an in-memory snapshot kept current by the Api's Watch.</summary>
public interface IRouteTable
{
    /// <summary>The function's route, from memory or, on a cold miss, from the Api; null when there is no such function.</summary>
    ValueTask<FunctionRoute?> FindAsync(string @namespace, string function, CancellationToken cancellationToken);
}
