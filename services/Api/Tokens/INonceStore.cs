namespace ScfAspire.Api.Tokens;

/// <summary>The nonces of granted exchanges, so that a recorded exchange cannot be sent again.</summary>
public interface INonceStore
{
    /// <summary>Uses a nonce up; false when it was used before, at whichever replica.</summary>
    ValueTask<bool> TryUseAsync(string secretId, string nonce, CancellationToken cancellationToken);
}
