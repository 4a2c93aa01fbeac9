using ScfAspire.Core.Errors;
using ScfAspire.Dispatch.Invocations;

namespace ScfAspire.Api.Invocations;

/// <summary>
/// Invocations of event functions that arrive at the Api. Requests that never reach a function (no such function or qualifier, a web
/// function, an event that is too large or not JSON) throw <see cref="ScfException"/>; how a function itself ended is a result.
/// </summary>
public interface IInvocationService
{
    Task<InvocationResult> InvokeAsync(InvokeFunction request, CancellationToken cancellationToken);

    /// <summary>Hands the event to the durable queue and answers after its commit with the request's id.</summary>
    Task<Guid> EnqueueAsync(InvokeFunction request, CancellationToken cancellationToken);
}
