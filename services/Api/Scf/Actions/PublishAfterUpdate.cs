using ScfAspire.Api.Functions;
using ScfAspire.Api.Scf.Models;
using ScfAspire.Api.Versions;

namespace ScfAspire.Api.Scf.Actions;

/// <summary>The <c>Publish</c> switch of updates: the update takes force, then a version is published.</summary>
internal static class PublishAfterUpdate
{
    public static async Task IfAskedAsync(
        string? publish, FunctionRequest request, IFunctionService functions, IVersionService versions, CancellationToken cancellationToken)
    {
        if (!SettingsRequest.IsTrue(publish, "Publish")) return;
        await functions.WaitAsync(request.NamespaceOrDefault(), request.Function(), null, cancellationToken);
        await versions.PublishAsync(request.NamespaceOrDefault(), request.Function(), null, cancellationToken);
    }
}
