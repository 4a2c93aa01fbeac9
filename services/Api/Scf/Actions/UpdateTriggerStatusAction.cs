using ScfAspire.Api.Scf.Models;
using ScfAspire.Api.Scf.Requests;
using ScfAspire.Api.Triggers;
using ScfAspire.Core.Errors;

namespace ScfAspire.Api.Scf.Actions;

public sealed class UpdateTriggerStatusAction(ITriggerService triggers) : ScfAction<TriggerRequest>
{
    protected override async Task<ScfResponse> RunAsync(TriggerRequest request, ScfCall call, CancellationToken cancellationToken)
    {
        var write = request.ToWrite();
        if (write.Enabled is null) throw new ScfException(ScfErrorCode.MissingParameter, "Enable is required.");
        // The qualifier only says where the trigger is; this action does not move it.
        await triggers.UpdateAsync(write with { Description = null, Qualifier = null, CustomArgument = null, Comment = null }, cancellationToken);
        return new();
    }
}
