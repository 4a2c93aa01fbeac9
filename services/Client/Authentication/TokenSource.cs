using System.Security.Cryptography;
using Grpc.Core;
using ScfAspire.Client.Errors;
using ScfAspire.Contracts.Tokens;
using ScfAspire.V1;

namespace ScfAspire.Client.Authentication;

/// <summary>Exchanges the credential for tokens and renews them before they end; callers that need one at the same time share one exchange.</summary>
internal sealed class TokenSource(TokenService.TokenServiceClient tokens, string secretId, string secretKey, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _exchange = new(1, 1);
    private AccessToken? _current;

    public async Task<string> GetAsync(CancellationToken cancellationToken)
    {
        if (Usable() is { } ready) return ready;
        await _exchange.WaitAsync(cancellationToken);
        try
        {
            if (Usable() is { } token) return token;
            var next = await ExchangeAsync(cancellationToken);
            Volatile.Write(ref _current, next);
            return next.Value;
        }
        finally
        {
            _exchange.Release();
        }
    }

    /// <summary>The platform refused the token: the next call gets another.</summary>
    public void Forget() => Volatile.Write(ref _current, null);

    public void Dispose() => _exchange.Dispose();

    private string? Usable() => Volatile.Read(ref _current) is { } token && time.GetUtcNow() < token.RenewAt ? token.Value : null;

    private async Task<AccessToken> ExchangeAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var nonce = RandomNumberGenerator.GetHexString(32, lowercase: true);
        var request = new ExchangeRequest
        {
            SecretId = secretId,
            Timestamp = now.ToUnixTimeSeconds(),
            Nonce = nonce,
            Signature = TokenSignature.Compute(secretId, secretKey, now.ToUnixTimeSeconds(), nonce),
        };
        try
        {
            var answer = await tokens.ExchangeAsync(request, cancellationToken: cancellationToken);
            var life = answer.ExpireTime.ToDateTimeOffset() - now;
            return new(answer.AccessToken, now + (life * 0.8));
        }
        catch (RpcException exception)
        {
            throw ApiErrors.From(exception);
        }
    }
}
