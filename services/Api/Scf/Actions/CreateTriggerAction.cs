using ScfAspire.Api.Installation;
using ScfAspire.Api.Scf.Models;
using ScfAspire.Api.Scf.Requests;
using ScfAspire.Api.Triggers;

namespace ScfAspire.Api.Scf.Actions;

public sealed class CreateTriggerAction(ITriggerService triggers, ScfTime time, InstallationOptions installation) : ScfAction<TriggerRequest>
{
    protected override async Task<ScfResponse> RunAsync(TriggerRequest request, ScfCall call, CancellationToken cancellationToken)
    {
        var trigger = await triggers.CreateAsync(request.ToWrite(), cancellationToken);
        return new Response { TriggerInfo = TriggerModel.Of(trigger, time, installation.Region, installation.Uin) };
    }

    public sealed class Response : ScfResponse
    {
        public required TriggerModel TriggerInfo { get; init; }
    }
}
