using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using ScfAspire.Contracts.Names;
using ScfAspire.Core.Errors;
using ScfAspire.Operator.Cluster;
using ScfAspire.Operator.Controllers;
using ScfAspire.Operator.Namespaces;
using ScfAspire.Operator.Platform;
using ScfAspire.Operator.Resources;
using ScfAspire.V1;

namespace ScfAspire.Operator.Functions;

/// <summary>Function objects: one function of the platform each.</summary>
public sealed class FunctionReconciler(FunctionService.FunctionServiceClient functions, NamespaceProvision namespaces, FunctionCode code, ObjectWatch<FunctionObject> watch) : IReconciler<FunctionObject>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan CodePause = TimeSpan.FromSeconds(30);

    public async Task<Outcome> ReconcileAsync(FunctionObject item, CancellationToken cancellationToken)
    {
        var space = await namespaces.RequireAsync(item.Metadata.Namespace, cancellationToken);
        var status = FunctionPlan.Status(item, space, null);
        if (FunctionClaims.EarlierThan(item, watch.All) is { } earlier)
            return Outcome.Refused(status, ScfErrorCode.ResourceInUseFunction, $"Function {item.FunctionName} is that of the Function object {earlier.Metadata.Name}.");
        if (item.Spec.Image is not null)
            return Outcome.Refused(status, ScfErrorCode.UnsupportedOperation, "Functions from images are not offered by this installation: give the code.");
        Function wanted;
        try
        {
            wanted = FunctionPlan.Wanted(item, await code.ReadAsync(item, cancellationToken) ?? throw new CodeMissingException("spec.code is missing."));
        }
        catch (CodeMissingException e)
        {
            return new(status, Condition.False, ScfErrorCode.MissingParameterCode, e.Message, CodePause);
        }

        var name = new FunctionName(space, item.FunctionName);
        var actual = await FindAsync(name, cancellationToken);
        if (actual is null)
        {
            try
            {
                actual = await functions.CreateFunctionAsync(
                    new() { Parent = name.Parent.ToString(), FunctionId = name.Function, Function = wanted }, cancellationToken: cancellationToken);
            }
            catch (RpcException e) when (PlatformRefusal.Of(e).Code == ScfErrorCode.ResourceNotFoundNamespace)
            {
                namespaces.Forget(item.Metadata.Namespace);
                return Outcome.Waiting(status, ScfErrorCode.ResourceNotFoundNamespace, e.Status.Detail, TimeSpan.FromSeconds(1));
            }
        }
        else
        {
            if (actual.Owner != FunctionOwner.Kubernetes)
            {
                if (!FunctionClaims.Adopts(item))
                {
                    return Outcome.Refused(
                        FunctionPlan.Status(item, space, actual), "OwnedByApi", $"Function {name.Function} is written through the API; the annotation {FunctionObject.Adopt}: \"true\" takes it over.");
                }
                actual = await functions.AdoptFunctionAsync(new() { Name = name.ToString() }, cancellationToken: cancellationToken);
            }
            if (FunctionPlan.Obstacle(wanted, actual) is { } obstacle) return Outcome.Refused(FunctionPlan.Status(item, space, actual), ScfErrorCode.UnsupportedOperation, obstacle);
            if (IsPassing(actual.State)) actual = await WaitAsync(name, cancellationToken);
            if (!IsPassing(actual.State) && FunctionPlan.Differences(wanted, actual) is { Count: > 0 } differing) actual = await UpdateAsync(name, wanted, differing, cancellationToken);
        }
        if (IsPassing(actual.State)) actual = await WaitAsync(name, cancellationToken);
        return Judge(FunctionPlan.Status(item, space, actual), actual);
    }

    public async Task DeleteAsync(FunctionObject item, CancellationToken cancellationToken)
    {
        // What never came to be, or is another object's or the API's, stays.
        if (item.Status?.Owner != FunctionPlan.OwnerWord(FunctionOwner.Kubernetes) || item.Status.Namespace is not { Length: > 0 } space) return;
        var name = new FunctionName(space, item.FunctionName);
        if (await FindAsync(name, cancellationToken) is not { Owner: FunctionOwner.Kubernetes } actual || actual.Uid != item.Status.FunctionId) return;
        await functions.DeleteFunctionAsync(new() { Name = name.ToString() }, cancellationToken: cancellationToken).OrNullAsync();
    }

    private static Outcome Judge(FunctionObjectStatus status, Function actual)
    {
        if (actual.State == FunctionState.Active) return Outcome.Ready(status, status.State!, $"Function {status.FunctionName} of namespace {status.Namespace} can be called.");
        if (IsPassing(actual.State)) return Outcome.Waiting(status, status.State!, $"Function {status.FunctionName} is being prepared.", TimeSpan.FromSeconds(1));
        var reason = actual.StateReasons.FirstOrDefault();
        return Outcome.Refused(status, reason?.Code is { Length: > 0 } told ? told : status.State!, reason?.Message ?? $"Function {status.FunctionName} is {status.State}.");
    }

    private static bool IsPassing(FunctionState state) => state is FunctionState.Creating or FunctionState.Updating or FunctionState.Publishing or FunctionState.Deleting;

    private Task<Function?> FindAsync(FunctionName name, CancellationToken cancellationToken) =>
        functions.GetFunctionAsync(new() { Name = name.ToString() }, cancellationToken: cancellationToken).OrNullAsync();

    private async Task<Function> UpdateAsync(FunctionName name, Function wanted, IReadOnlyList<string> differing, CancellationToken cancellationToken)
    {
        var change = wanted.Clone();
        change.Name = name.ToString();
        return await functions.UpdateFunctionAsync(new() { Function = change, UpdateMask = new FieldMask { Paths = { differing } } }, cancellationToken: cancellationToken);
    }

    private async Task<Function> WaitAsync(FunctionName name, CancellationToken cancellationToken) =>
        await functions.WaitFunctionAsync(new() { Name = name.ToString(), Timeout = Duration.FromTimeSpan(Patience) }, cancellationToken: cancellationToken);
}
