using Grpc.Core;
using ScfAspire.V1;

namespace ScfAspire.Cli.Tests.Platform;

internal sealed class TriggersDouble(PlatformState state) : TriggerService.TriggerServiceBase
{
    public override Task<Trigger> CreateTrigger(CreateTriggerRequest request, ServerCallContext context)
    {
        var trigger = request.Trigger.Clone();
        trigger.Name = $"{request.Parent}/triggers/{request.TriggerId}";
        trigger.Type = "http";
        trigger.Http.Urls.Add($"http://gateway/{request.Parent.Split('/')[1]}/{request.Parent.Split('/')[3]}");
        return Task.FromResult(state.Triggers[trigger.Name] = trigger);
    }

    public override Task<ListTriggersResponse> ListTriggers(ListTriggersRequest request, ServerCallContext context) =>
        Task.FromResult(new ListTriggersResponse { Triggers = { state.Triggers.Values.Where(t => t.Name.StartsWith(request.Parent + "/", StringComparison.Ordinal)) } });
}
