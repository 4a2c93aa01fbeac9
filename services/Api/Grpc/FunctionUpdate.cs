using ScfAspire.Api.Functions;
using ScfAspire.Contracts.Names;
using ScfAspire.Core.Limits;
using ScfAspire.V1;

namespace ScfAspire.Api.Grpc;

/// <summary>One update of one function: code and settings change together or not at all.</summary>
internal sealed class FunctionUpdate(IFunctionService functions, FunctionName name)
{
    public async Task<FunctionDetails> ApplyAsync(Function wanted, RequestMask mask, CancellationToken cancellationToken)
    {
        var settings = FunctionRequests.Settings(wanted, mask);
        var code = mask.Has("code")
            ? FunctionRequests.Code(wanted) ?? throw ErrorStatus.Invalid("function.code", "is in the mask and not in the function.")
            : null;
        if (mask.Has("async_config"))
            await functions.UpdateAsyncInvokeAsync(name.Namespace, name.Function, FunctionRequests.Async(wanted.AsyncConfig), cancellationToken);
        if (code is not null)
        {
            return await functions.UpdateCodeAsync(
                new() { Namespace = name.Namespace, FunctionName = name.Function, Code = code, Settings = settings, MaxZipBytes = ScfLimits.ZipBytes }, cancellationToken);
        }
        return settings is null
            ? await functions.GetAsync(name.Namespace, name.Function, null, cancellationToken)
            : await functions.UpdateConfigurationAsync(new() { Namespace = name.Namespace, FunctionName = name.Function, Settings = settings }, cancellationToken);
    }
}
