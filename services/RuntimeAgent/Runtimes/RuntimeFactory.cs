using ScfAspire.Contracts.Internal.V1;
using ScfAspire.RuntimeAgent.WarmPool;

namespace ScfAspire.RuntimeAgent.Runtimes;

/// <summary>Chooses how calls reach a function.</summary>
internal sealed class RuntimeFactory(RuntimeApiServer api, TimeProvider time)
{
    public IFunctionRuntime Create(GenericProcess process, InstanceSpec spec)
    {
        if (process.Bootstrap is { } bootstrap) return bootstrap;
        return spec.Type == FunctionType.Http ? new WebRuntime(process.Sandbox, spec, time) : new CustomRuntime(process.Sandbox, api);
    }
}
