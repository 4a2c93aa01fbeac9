using ScfAspire.Api.Functions;
using ScfAspire.Contracts.Names;
using ScfAspire.Core.Limits;
using ScfAspire.V1;

namespace ScfAspire.Api.Grpc;

/// <summary>One update of one function: the control plane takes code, settings and asynchronous settings apart, the public API as one.</summary>
internal sealed class FunctionUpdate(IFunctionService functions, IFunctionSettlement settlement, FunctionName name)
{
    public async Task<FunctionDetails> ApplyAsync(Function wanted, RequestMask mask, CancellationToken cancellationToken)
    {
        var settings = FunctionRequests.Settings(wanted, mask);
        var asynchronous = mask.Has("async_config") ? FunctionRequests.Async(wanted.AsyncConfig) : null;
        if (asynchronous is not null) await functions.UpdateAsyncInvokeAsync(name.Namespace, name.Function, asynchronous, cancellationToken);

        FunctionDetails? updated = null;
        if (mask.Has("code"))
        {
            updated = await functions.UpdateCodeAsync(
                new()
                {
                    Namespace = name.Namespace,
                    FunctionName = name.Function,
                    Code = FunctionRequests.Code(wanted) ?? throw ErrorStatus.Invalid("function.code", "is in the mask and not in the function."),
                    // New code and the entry point into it change together.
                    Handler = settings?.Handler,
                    MaxZipBytes = ScfLimits.ZipBytes,
                },
                cancellationToken);
            settings = settings is null || settings == new FunctionSettings { Handler = settings.Handler } ? null : settings with { Handler = null };
        }
        if (settings is not null)
        {
            // While the code is being taken up nothing else may change.
            if (updated is not null) await settlement.SettledAsync(updated.Revision, cancellationToken);
            updated = await functions.UpdateConfigurationAsync(
                new() { Namespace = name.Namespace, FunctionName = name.Function, Settings = settings }, cancellationToken);
        }
        return updated ?? await functions.GetAsync(name.Namespace, name.Function, null, cancellationToken);
    }
}
