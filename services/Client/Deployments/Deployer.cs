using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using ScfAspire.Contracts.Names;
using ScfAspire.V1;

namespace ScfAspire.Client.Deployments;

/// <summary>Brings one function to what a deployment says.</summary>
internal sealed class Deployer(ScfClient client)
{
    private const string NamespaceNotFound = "ResourceNotFound.Namespace";
    private static readonly TimeSpan SettleTime = TimeSpan.FromMinutes(2);

    public async Task<DeploymentResult> DeployAsync(FunctionDeployment deployment, CancellationToken cancellationToken)
    {
        var name = new FunctionName(deployment.Namespace, deployment.Name);
        var existing = await FindAsync(name, cancellationToken);
        var (function, outcome, changed) = existing is null
            ? (await CreateAsync(name, deployment, cancellationToken), DeploymentOutcome.Created, (IReadOnlyList<string>)[])
            : await UpdateAsync(existing, deployment, cancellationToken);

        var triggers = new TriggerDeployer(client, name);
        var touched = await triggers.DeployAsync(deployment.HttpTriggers, cancellationToken);
        if (touched.Changed && outcome == DeploymentOutcome.Unchanged) (outcome, changed) = (DeploymentOutcome.Updated, ["triggers"]);
        return new(function, outcome, changed, touched.Triggers);
    }

    /// <summary>The function in a state that can be changed; null when there is none, or only the remains of a failed creation.</summary>
    private async Task<Function?> FindAsync(FunctionName name, CancellationToken cancellationToken)
    {
        Function function;
        try
        {
            function = await client.Functions.WaitFunctionAsync(
                new() { Name = name.ToString(), Timeout = Duration.FromTimeSpan(SettleTime) }, cancellationToken: cancellationToken);
        }
        catch (ScfApiException exception) when (exception.StatusCode == StatusCode.NotFound)
        {
            return null;
        }
        if (function.State != FunctionState.CreateFailed) return function;
        await client.Functions.DeleteFunctionAsync(new() { Name = name.ToString() }, cancellationToken: cancellationToken);
        return null;
    }

    private async Task<Function> CreateAsync(FunctionName name, FunctionDeployment deployment, CancellationToken cancellationToken)
    {
        var request = new CreateFunctionRequest { Parent = name.Parent.ToString(), FunctionId = name.Function, Function = FunctionChanges.New(deployment) };
        Function created;
        try
        {
            created = await client.Functions.CreateFunctionAsync(request, cancellationToken: cancellationToken);
        }
        catch (ScfApiException exception) when (exception.Code == NamespaceNotFound)
        {
            await CreateNamespaceAsync(name.Namespace, cancellationToken);
            created = await client.Functions.CreateFunctionAsync(request, cancellationToken: cancellationToken);
        }
        return await SettledAsync(created, cancellationToken);
    }

    private async Task CreateNamespaceAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            await client.Namespaces.CreateNamespaceAsync(new() { NamespaceId = id, Namespace = new() }, cancellationToken: cancellationToken);
        }
        catch (ScfApiException exception) when (exception.StatusCode == StatusCode.AlreadyExists)
        {
            // Another deployment was first, which serves as well.
        }
    }

    private async Task<(Function Function, DeploymentOutcome Outcome, IReadOnlyList<string> Changed)> UpdateAsync(
        Function existing, FunctionDeployment deployment, CancellationToken cancellationToken)
    {
        FunctionChanges.RequireSameKind(existing, deployment);
        var (function, changed) = FunctionChanges.Between(existing, deployment);
        if (changed.Count == 0 && existing.State == FunctionState.Active) return (existing, DeploymentOutcome.Unchanged, changed);
        if (changed.Count == 0)
        {
            // A failed update before left it as it is; sending the code again starts it anew.
            function.Code = new() { ZipFile = UnsafeByteOperations.UnsafeWrap(deployment.Package.Bytes) };
            changed = ["code"];
        }
        var request = new UpdateFunctionRequest { Function = function, UpdateMask = new() { Paths = { changed } } };
        var updated = await client.Functions.UpdateFunctionAsync(request, cancellationToken: cancellationToken);
        return (await SettledAsync(updated, cancellationToken), DeploymentOutcome.Updated, changed);
    }

    private async Task<Function> SettledAsync(Function function, CancellationToken cancellationToken)
    {
        if (function.State != FunctionState.Active)
        {
            function = await client.Functions.WaitFunctionAsync(
                new() { Name = function.Name, Timeout = Duration.FromTimeSpan(SettleTime) }, cancellationToken: cancellationToken);
        }
        if (function.State == FunctionState.Active) return function;
        var reasons = string.Join("; ", function.StateReasons.Select(r => $"{r.Code}: {r.Message}"));
        throw new ScfDeploymentException($"{function.Name} is {function.State} and not Active{(reasons.Length > 0 ? ": " + reasons : ".")}");
    }
}
