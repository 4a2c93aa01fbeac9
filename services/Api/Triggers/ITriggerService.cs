using ScfAspire.Api.Functions;
using ScfAspire.Core.Errors;

namespace ScfAspire.Api.Triggers;

/// <summary>
/// Triggers. Writes answer when every connected Dispatch knows of them. Methods throw <see cref="ScfException"/> for a refused request.
/// </summary>
public interface ITriggerService
{
    Task<TriggerDetails> CreateAsync(WriteTrigger request, CancellationToken cancellationToken);

    Task<Page<TriggerDetails>> ListAsync(ListTriggers query, CancellationToken cancellationToken);

    /// <summary>Changes a trigger; what the request does not name keeps its value.</summary>
    Task<TriggerDetails> UpdateAsync(WriteTrigger request, CancellationToken cancellationToken);

    Task DeleteAsync(string @namespace, string function, string type, string name, CancellationToken cancellationToken);
}
