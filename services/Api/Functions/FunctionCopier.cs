using ScfAspire.Api.Store;
using ScfAspire.Core.Errors;
using ScfAspire.Core.Functions;
using ScfAspire.Core.Names;

namespace ScfAspire.Api.Functions;

/// <inheritdoc cref="IFunctionCopier"/>
public sealed class FunctionCopier(ControlDatabase database, IFunctionService functions, EnvironmentBox environments, FunctionSettler settler, TimeProvider time) : IFunctionCopier
{
    public async Task CopyAsync(CopyFunction request, CancellationToken cancellationToken)
    {
        NameRules.RequireFunction(request.TargetNamespace, request.NewFunctionName);
        if (request.Description is not null) ResourceRules.RequireDescription(request.Description);
        if (request.Namespace == request.TargetNamespace && request.FunctionName == request.NewFunctionName)
            throw new ScfException(ScfErrorCode.UnsupportedCopyFunction, "A function cannot be copied onto itself.");
        // Looked at before anything is deleted; the write looks again.
        RequireCopyable((await functions.GetAsync(request.Namespace, request.FunctionName, null, cancellationToken)).Status, request);
        await database.RequireNamespaceAsync(request.TargetNamespace, cancellationToken);
        if (request.Override) await DeleteFormerAsync(request, cancellationToken);
        var revision = await database.WriteAsync(transaction => InsertAsync(transaction, request, cancellationToken), cancellationToken);
        settler.Settle(revision);
    }

    private async Task<long> InsertAsync(ControlTransaction transaction, CopyFunction request, CancellationToken cancellationToken)
    {
        await transaction.RequireNamespaceAsync(request.TargetNamespace, cancellationToken);
        // Locked, so that its code is not replaced and collected meanwhile.
        var source = await transaction.LockToReadAsync(request.Namespace, request.FunctionName, cancellationToken);
        var latest = await transaction.RequireVersionAsync(source, NameRules.Latest, cancellationToken);
        RequireCopyable(latest.CurrentStatus, request);
        var id = NewFunction.NewId();
        var present = StoreJson.Read<FunctionConfiguration>(latest.Configuration);
        var configuration = request.WithConfiguration
            ? present with { ClsLogsetId = "", ClsTopicId = "" }
            : new() { Handler = present.Handler, ProtocolType = present.ProtocolType };
        IReadOnlyDictionary<string, string> environment = request.WithConfiguration ? environments.Open(latest.Environment, source.Id) : new Dictionary<string, string>();
        var made = await NewFunction.InsertAsync(
            transaction,
            new(
                id, request.TargetNamespace, request.NewFunctionName, FunctionKinds.Parse(source.Kind), source.Runtime,
                configuration with { Description = request.Description ?? configuration.Description }, environments.Seal(environment, id),
                new(latest.CodeSha256, latest.CodeSize),
                request.WithConfiguration ? new(source.RetryNum, source.MessageTtl) : AsyncInvokeConfiguration.Default),
            time.GetUtcNow(),
            cancellationToken);
        return made ?? throw new ScfException(
            ScfErrorCode.ResourceInUseFunctionName, $"Function {request.NewFunctionName} exists already in namespace {request.TargetNamespace}; set Override to replace it.");
    }

    private async Task DeleteFormerAsync(CopyFunction request, CancellationToken cancellationToken)
    {
        try
        {
            await functions.DeleteAsync(request.TargetNamespace, request.NewFunctionName, cancellationToken);
        }
        catch (ScfException e) when (e.Code == ScfErrorCode.ResourceNotFoundFunction)
        {
            // Nothing to replace.
        }
    }

    private static void RequireCopyable(FunctionStatus status, CopyFunction request)
    {
        if (!status.IsServed()) throw new ScfException(ScfErrorCode.FailedCopyFunction, $"Function {request.FunctionName} is in status {status} and cannot be copied.");
    }
}
