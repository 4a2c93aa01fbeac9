using ScfAspire.Contracts.Names;
using ScfAspire.V1;

namespace ScfAspire.Client.Deployments;

/// <summary>Makes and changes the triggers that a deployment names.</summary>
internal sealed class TriggerDeployer(ScfClient client, FunctionName function)
{
    public async Task<(IReadOnlyList<Trigger> Triggers, bool Changed)> DeployAsync(IReadOnlyList<HttpTriggerDeployment> wanted, CancellationToken cancellationToken)
    {
        if (wanted.Count == 0) return ([], false);
        var answer = await client.Triggers.ListTriggersAsync(new() { Parent = function.ToString(), PageSize = 1000 }, cancellationToken: cancellationToken);
        var existing = answer.Triggers.ToDictionary(t => t.Name);
        var triggers = new List<Trigger>();
        var changed = false;
        foreach (var deployment in wanted)
        {
            var name = function.Child(FunctionChildName.Triggers, deployment.Name).ToString();
            var trigger = new Trigger
            {
                Qualifier = deployment.Qualifier,
                Enabled = deployment.Enabled,
                Http = new() { AuthType = deployment.AuthType },
            };
            if (!existing.TryGetValue(name, out var found))
            {
                triggers.Add(await client.Triggers.CreateTriggerAsync(
                    new() { Parent = function.ToString(), TriggerId = deployment.Name, Trigger = trigger }, cancellationToken: cancellationToken));
                changed = true;
            }
            else if (Same(found, trigger))
            {
                triggers.Add(found);
            }
            else
            {
                trigger.Name = name;
                triggers.Add(await client.Triggers.UpdateTriggerAsync(
                    new() { Trigger = trigger, UpdateMask = new() { Paths = { "qualifier", "enabled", "http" } } }, cancellationToken: cancellationToken));
                changed = true;
            }
        }
        return (triggers, changed);
    }

    private static bool Same(Trigger found, Trigger wanted) =>
        found.Http is { } http
        && found.Qualifier == wanted.Qualifier
        && found.Enabled == wanted.Enabled
        && http.AuthType == wanted.Http.AuthType;
}
