using ScfAspire.Api.Scf.Models;
using ScfAspire.Api.Scf.Requests;
using ScfAspire.Api.Triggers;

namespace ScfAspire.Api.Scf.Actions;

public sealed class UpdateTriggerAction(ITriggerService triggers) : ScfAction<TriggerRequest>
{
    protected override async Task<ScfResponse> RunAsync(TriggerRequest request, ScfCall call, CancellationToken cancellationToken)
    {
        await triggers.UpdateAsync(request.ToWrite(), cancellationToken);
        return new();
    }
}
