using ScfAspire.Contracts.Internal.V1;

namespace ScfAspire.Dispatch.Routes;

/// <summary>What the control plane has said of functions: an in-memory snapshot kept current by the Api's Watch.</summary>
public interface IRouteTable
{
    /// <summary>The function's route, from memory or, on a cold miss, from the Api; null when there is no such function.</summary>
    ValueTask<FunctionRoute?> FindAsync(string @namespace, string function, CancellationToken cancellationToken);

    /// <summary>
    /// The route of the function with just this name or, where there is none, of the oldest whose name differs in the case of letters alone: for names
    /// that have come through a host name. The route's key has the name as it is.
    /// </summary>
    ValueTask<FunctionRoute?> FindIgnoringCaseAsync(string @namespace, string function, CancellationToken cancellationToken);
}
