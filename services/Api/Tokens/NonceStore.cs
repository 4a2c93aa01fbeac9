using System.Collections.Concurrent;
using ScfAspire.Contracts.Tokens;

namespace ScfAspire.Api.Tokens;

/// <summary>
/// Nonces of the last few minutes, so that a recorded exchange cannot be sent again. Only exchanges with a right signature are remembered:
/// strangers cannot fill it. Each replica remembers its own.
/// </summary>
public sealed class NonceMemory(TimeProvider time)
{
    // A timestamp may lie in the future by one window and is then good for two.
    private static readonly TimeSpan Kept = TokenSignature.Window * 2;

    private readonly ConcurrentDictionary<(string SecretId, string Nonce), DateTimeOffset> _used = new();
    private readonly ConcurrentQueue<((string SecretId, string Nonce) Key, DateTimeOffset Until)> _order = new();

    /// <summary>False when this nonce was used before.</summary>
    public bool TryUse(string secretId, string nonce)
    {
        var now = time.GetUtcNow();
        while (_order.TryPeek(out var oldest) && oldest.Until <= now && _order.TryDequeue(out oldest)) _used.TryRemove(oldest.Key, out _);
        var key = (secretId, nonce);
        if (!_used.TryAdd(key, now + Kept)) return false;
        _order.Enqueue((key, now + Kept));
        return true;
    }
}
