using Google.Protobuf.WellKnownTypes;
using ScfAspire.Contracts.Names;
using ScfAspire.Core.Errors;
using ScfAspire.Operator.Cluster;
using ScfAspire.Operator.Controllers;
using ScfAspire.Operator.Functions;
using ScfAspire.Operator.Platform;
using ScfAspire.Operator.Resources;
using ScfAspire.V1;

namespace ScfAspire.Operator.Aliases;

/// <summary>Alias objects.</summary>
public sealed class AliasReconciler(AliasService.AliasServiceClient aliases, FunctionLookup functions, ObjectWatch<FunctionVersionObject> versions) : IReconciler<AliasObject>
{
    private static readonly FieldMask All = new() { Paths = { "version", "description", "additional_version" } };

    public async Task<Outcome> ReconcileAsync(AliasObject item, CancellationToken cancellationToken)
    {
        var status = new AliasObject.AliasStatus();
        if (functions.Find(item.Metadata.Namespace, item.Spec.FunctionRef) is not { } function)
            return new(status, Condition.Unknown, ScfErrorCode.ResourceNotFoundFunction, $"Function object {item.Spec.FunctionRef.Name} is not ready.");
        if (Version(item, item.Spec.Version, item.Spec.VersionRef) is not { } version) return Missing(status, item.Spec.VersionRef);
        var additional = item.Spec.Additional is { } more ? Version(item, more.Version, more.VersionRef) : null;
        if (item.Spec.Additional is not null && additional is null) return Missing(status, item.Spec.Additional.VersionRef);
        var wanted = AliasPlan.Wanted(item.Spec, version, additional);
        wanted.Name = function.Child(FunctionChildName.Aliases, item.AliasName).ToString();
        var actual = await aliases.GetAliasAsync(new() { Name = wanted.Name }, cancellationToken: cancellationToken).OrNullAsync();
        if (actual is null) await aliases.CreateAliasAsync(new() { Parent = function.ToString(), AliasId = item.AliasName, Alias = wanted }, cancellationToken: cancellationToken);
        else if (!AliasPlan.IsSame(wanted, actual)) await aliases.UpdateAliasAsync(new() { Alias = wanted, UpdateMask = All }, cancellationToken: cancellationToken);
        return Outcome.Ready(status with { Version = version, AdditionalVersion = additional }, "Active", $"Alias {item.AliasName} of function {function.Function}.");
    }

    public async Task DeleteAsync(AliasObject item, CancellationToken cancellationToken)
    {
        if (item.Status?.Version is null || functions.Find(item.Metadata.Namespace, item.Spec.FunctionRef) is not { } function) return;
        await aliases.DeleteAliasAsync(new() { Name = function.Child(FunctionChildName.Aliases, item.AliasName).ToString() }, cancellationToken: cancellationToken).OrNullAsync();
    }

    private string? Version(AliasObject item, string? number, NameReference? reference) =>
        reference is null ? number : versions.Find(new(item.Metadata.Namespace, reference.Name))?.Status?.Version;

    private static Outcome Missing(AliasObject.AliasStatus status, NameReference? reference) =>
        new(status, Condition.Unknown, ScfErrorCode.ResourceNotFoundFunctionVersion, $"FunctionVersion object {reference?.Name} is not ready.");
}
