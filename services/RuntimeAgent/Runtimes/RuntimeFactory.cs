using ScfAspire.Contracts.Internal.V1;
using ScfAspire.RuntimeAgent.WarmPool;
using ScfAspire.Transport.Streams;

namespace ScfAspire.RuntimeAgent.Runtimes;

/// <summary>Chooses how calls reach a function.</summary>
internal sealed class RuntimeFactory(RuntimeApiServer api, StreamConnections connections, TimeProvider time)
{
    public IFunctionRuntime Create(GenericProcess process, InstanceSpec spec)
    {
        if (process.Bootstrap is { } bootstrap) return bootstrap;
        if (spec.Type == FunctionType.Http) return new WebRuntime(process.Sandbox, spec, connections, time);
        return RuntimeName.Parse(spec.Runtime).Family == RuntimeFamily.Go ? new GoRuntime(process.Sandbox, time) : new CustomRuntime(process.Sandbox, api);
    }
}
