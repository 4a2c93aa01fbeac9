using ScfAspire.Api.Credentials;
using ScfAspire.Contracts.Tokens;
using ScfAspire.Core.Errors;

namespace ScfAspire.Api.Tokens;

/// <summary>Gives a token to who proves to have a SecretKey.</summary>
public sealed class TokenExchange(ICredentialStore credentials, TokenAuthority authority, INonceStore nonces, TimeProvider time)
{
    /// <exception cref="ScfException">The proof does not hold.</exception>
    public async Task<IssuedToken> ExchangeAsync(string secretId, long timestamp, string nonce, string signature, CancellationToken cancellationToken)
    {
        if (secretId.Length == 0 || signature.Length == 0)
            throw new ScfException(ScfErrorCode.AuthFailureSignatureFailure, "secret_id, timestamp, nonce and signature are needed.");
        if (nonce.Length is < TokenSignature.MinNonceLength or > TokenSignature.MaxNonceLength)
            throw new ScfException(ScfErrorCode.AuthFailureSignatureFailure, $"The nonce must have {TokenSignature.MinNonceLength} to {TokenSignature.MaxNonceLength} characters.");
        var off = Int128.Abs((Int128)time.GetUtcNow().ToUnixTimeSeconds() - timestamp);
        if (off > (Int128)TokenSignature.Window.TotalSeconds)
            throw new ScfException(ScfErrorCode.AuthFailureSignatureExpire, $"The timestamp is {off} s off the platform's clock; at most {TokenSignature.Window.TotalSeconds} s are allowed.");
        var credential = await credentials.FindAsync(secretId, cancellationToken)
            ?? throw new ScfException(ScfErrorCode.AuthFailureSecretIdNotFound, "There is no such SecretId.");
        if (!TokenSignature.Verify(secretId, credential.SecretKey, timestamp, nonce, signature))
            throw new ScfException(ScfErrorCode.AuthFailureSignatureFailure, "The signature does not fit: is the SecretKey right?");
        if (!await nonces.TryUseAsync(secretId, nonce, cancellationToken))
            throw new ScfException(ScfErrorCode.AuthFailureSignatureFailure, "The nonce was used before.");
        return authority.Issue(secretId);
    }
}
