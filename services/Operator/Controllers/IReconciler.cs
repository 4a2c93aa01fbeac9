using ScfAspire.Operator.Resources;

namespace ScfAspire.Operator.Controllers;

/// <summary>Makes the platform what an object says.</summary>
public interface IReconciler<T>
    where T : class, IApiObject<T>
{
    /// <summary>Makes the platform what the object says, and says in the result what the object's status should be.</summary>
    Task<Outcome> ReconcileAsync(T item, CancellationToken cancellationToken);

    /// <summary>Takes away what the object made; called until it succeeds, before the object goes.</summary>
    Task DeleteAsync(T item, CancellationToken cancellationToken);
}
