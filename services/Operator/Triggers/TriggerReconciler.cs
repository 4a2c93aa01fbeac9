using Google.Protobuf.WellKnownTypes;
using ScfAspire.Contracts.Names;
using ScfAspire.Core.Errors;
using ScfAspire.Operator.Controllers;
using ScfAspire.Operator.Functions;
using ScfAspire.Operator.Platform;
using ScfAspire.Operator.Resources;
using ScfAspire.V1;

namespace ScfAspire.Operator.Triggers;

/// <summary>Trigger objects.</summary>
public sealed class TriggerReconciler(TriggerService.TriggerServiceClient triggers, FunctionLookup functions) : IReconciler<TriggerObject>
{
    private static readonly FieldMask All = new() { Paths = { "qualifier", "enabled", "description", "http" } };

    public async Task<Outcome> ReconcileAsync(TriggerObject item, CancellationToken cancellationToken)
    {
        var status = new TriggerObject.TriggerStatus();
        if (functions.Find(item.Metadata.Namespace, item.Spec.FunctionRef) is not { } function)
            return new(status, Condition.Unknown, ScfErrorCode.ResourceNotFoundFunction, $"Function object {item.Spec.FunctionRef.Name} is not ready.");
        var wanted = TriggerPlan.Wanted(item.Spec);
        wanted.Name = function.Child(FunctionChildName.Triggers, item.TriggerName).ToString();
        var actual = await triggers.GetTriggerAsync(new() { Name = wanted.Name }, cancellationToken: cancellationToken).OrNullAsync();
        if (actual is null) actual = await triggers.CreateTriggerAsync(new() { Parent = function.ToString(), TriggerId = item.TriggerName, Trigger = wanted }, cancellationToken: cancellationToken);
        else if (!TriggerPlan.IsSame(wanted, actual)) actual = await triggers.UpdateTriggerAsync(new() { Trigger = wanted, UpdateMask = All }, cancellationToken: cancellationToken);
        return Outcome.Ready(status with { Url = actual.Http?.Urls.FirstOrDefault() }, "Active", $"Trigger {item.TriggerName} of function {function.Function}.");
    }

    public async Task DeleteAsync(TriggerObject item, CancellationToken cancellationToken)
    {
        if (functions.Find(item.Metadata.Namespace, item.Spec.FunctionRef) is not { } function) return;
        await triggers.DeleteTriggerAsync(new() { Name = function.Child(FunctionChildName.Triggers, item.TriggerName).ToString() }, cancellationToken: cancellationToken).OrNullAsync();
    }
}
