using System.Collections.Concurrent;
using ScfAspire.Api.Tokens;

namespace ScfAspire.Grpc.Tests.Doubles;

/// <summary>Nonces in memory.</summary>
public sealed class NoncesDouble : INonceStore
{
    private readonly ConcurrentDictionary<(string, string), bool> _used = new();

    public ValueTask<bool> TryUseAsync(string secretId, string nonce, CancellationToken cancellationToken) => new(_used.TryAdd((secretId, nonce), true));
}
