using ScfAspire.Contracts.Names;
using ScfAspire.Core.Errors;
using ScfAspire.Operator.Controllers;
using ScfAspire.Operator.Functions;
using ScfAspire.Operator.Platform;
using ScfAspire.Operator.Resources;
using ScfAspire.V1;

namespace ScfAspire.Operator.Versions;

/// <summary>
/// FunctionVersion objects: one published version each. The object's id in the version's description tells it again, when the operator ended between publishing and noting the number.
/// </summary>
public sealed class FunctionVersionReconciler(VersionService.VersionServiceClient versions, FunctionLookup functions) : IReconciler<FunctionVersionObject>
{
    private const int PageSize = 100;

    public async Task<Outcome> ReconcileAsync(FunctionVersionObject item, CancellationToken cancellationToken)
    {
        var status = item.Status ?? new();
        if (functions.Find(item.Metadata.Namespace, item.Spec.FunctionRef) is not { } function)
            return new(status, Condition.Unknown, ScfErrorCode.ResourceNotFoundFunction, $"Function object {item.Spec.FunctionRef.Name} is not ready.");
        var description = VersionMark.Description(item);
        var published = status.Version is { Length: > 0 } number
            ? await FindAsync(function, number, cancellationToken)
            : await OfMarkAsync(function, description, cancellationToken)
                ?? await versions.PublishVersionAsync(new() { Name = function.ToString(), Description = description }, cancellationToken: cancellationToken);
        if (published is null) return Outcome.Refused(status, ScfErrorCode.ResourceNotFoundFunctionVersion, $"Version {status.Version} of function {function.Function} is not there any more.");
        status = status with { Version = published.Name[(published.Name.LastIndexOf('/') + 1)..], CodeSha256 = published.Function?.CodeInfo?.Sha256 ?? status.CodeSha256 };
        return published.State switch
        {
            FunctionState.Active => Outcome.Ready(status, "Active", $"Version {status.Version} of function {function.Function}."),
            FunctionState.Publishing or FunctionState.Creating => Outcome.Waiting(status, "Publishing", $"Version {status.Version} is being published.", TimeSpan.FromSeconds(1)),
            var state => Outcome.Refused(status, FunctionPlan.StateWord(state), $"Version {status.Version} is {FunctionPlan.StateWord(state)}."),
        };
    }

    public async Task DeleteAsync(FunctionVersionObject item, CancellationToken cancellationToken)
    {
        if (item.Status?.Version is not { Length: > 0 } number || functions.Find(item.Metadata.Namespace, item.Spec.FunctionRef) is not { } function) return;
        await versions.DeleteVersionAsync(new() { Name = function.Child(FunctionChildName.Versions, number).ToString() }, cancellationToken: cancellationToken).OrNullAsync();
    }

    private Task<V1.Version?> FindAsync(FunctionName function, string number, CancellationToken cancellationToken) =>
        versions.GetVersionAsync(new() { Name = function.Child(FunctionChildName.Versions, number).ToString() }, cancellationToken: cancellationToken).OrNullAsync();

    private async Task<V1.Version?> OfMarkAsync(FunctionName function, string description, CancellationToken cancellationToken)
    {
        var next = "";
        do
        {
            var page = await versions.ListVersionsAsync(new() { Parent = function.ToString(), PageSize = PageSize, PageToken = next }, cancellationToken: cancellationToken);
            if (page.Versions.FirstOrDefault(version => version.Description == description) is { } found) return found;
            next = page.NextPageToken;
        }
        while (next.Length > 0);
        return null;
    }
}
