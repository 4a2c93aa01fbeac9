using ScfAspire.Core.Errors;
using ScfAspire.Operator.Controllers;
using ScfAspire.Operator.Resources;

namespace ScfAspire.Operator.Pools;

/// <summary>ResourcePool objects. The installation's pools come from its settings so far, and the objects say so.</summary>
public sealed class ResourcePoolReconciler : IReconciler<ResourcePoolObject>
{
    public Task<Outcome> ReconcileAsync(ResourcePoolObject item, CancellationToken cancellationToken) =>
        Task.FromResult(Outcome.Refused(new(), ScfErrorCode.UnsupportedOperation, "Pools come from the settings of the installation; objects do not change them yet."));

    public Task DeleteAsync(ResourcePoolObject item, CancellationToken cancellationToken) => Task.CompletedTask;
}
