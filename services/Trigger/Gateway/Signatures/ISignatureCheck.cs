using ScfAspire.Contracts.Internal.V1;

namespace ScfAspire.Trigger.Gateway.Signatures;

/// <summary>Checks the signature of a request to a trigger with AuthType CAM.</summary>
public interface ISignatureCheck
{
    /// <summary>Null when the caller may invoke the function, otherwise the reason why not.</summary>
    /// <param name="request">The request as it came.</param>
    /// <param name="rawTarget">Path and query as the caller signed them.</param>
    /// <param name="body">The whole body.</param>
    /// <param name="key">The function.</param>
    /// <param name="cancellationToken">The request's end.</param>
    /// <exception cref="Grpc.Core.RpcException">The control plane cannot be asked.</exception>
    ValueTask<string?> CheckAsync(HttpRequest request, string rawTarget, ReadOnlyMemory<byte> body, FunctionKey key, CancellationToken cancellationToken);
}
