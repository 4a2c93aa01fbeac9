using Grpc.Core;
using ScfAspire.Api.Ownership;
using ScfAspire.ServiceDefaults;

namespace ScfAspire.Api.Grpc;

/// <summary>
/// Calls of the public services on the internal port: they come from the installation's own operator, show the internal key in place of a token, and write
/// on behalf of objects of Kubernetes.
/// </summary>
/// <param name="key">The installation's key; null where there is none, and then nobody calls so.</param>
/// <param name="ports">Which port is which.</param>
public sealed class PlatformCaller(InternalKey? key, PortPolicy ports)
{
    /// <summary>Whether the call is one; it then writes for Kubernetes from here on.</summary>
    /// <exception cref="RpcException">It came in on the internal port without the key.</exception>
    public bool Admits(ServerCallContext context)
    {
        if (!ports.IsInternal(context.GetHttpContext().Connection.LocalPort)) return false;
        if (key is null || !key.Matches(context.RequestHeaders.GetValue(InternalKey.Header)))
            throw ErrorStatus.Unauthenticated("This endpoint is for the installation's own services: the internal key is missing or wrong.");
        WriteOrigin.SetKubernetes();
        return true;
    }
}
