using ScfAspire.Api.Store;
using ScfAspire.Contracts.Tokens;

namespace ScfAspire.Api.Tokens;

/// <summary>
/// Nonces in the control schema, which all replicas share. Only exchanges with a right signature get here: strangers cannot fill it. One write for each
/// exchange is cheap, as a token lasts for minutes.
/// </summary>
public sealed class NonceStore(ControlDatabase database, TimeProvider time) : INonceStore
{
    // A timestamp may lie in the future by one window and is then good for two.
    private static readonly TimeSpan Kept = TokenSignature.Window * 2;

    public async ValueTask<bool> TryUseAsync(string secretId, string nonce, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var used = await database.ExecuteAsync(
            "INSERT INTO control.token_nonce (secret_id, nonce, until) VALUES (@secretId, @nonce, @until) ON CONFLICT DO NOTHING",
            new { secretId, nonce, until = now + Kept },
            cancellationToken);
        await database.ExecuteAsync("DELETE FROM control.token_nonce WHERE until < @now", new { now }, cancellationToken);
        return used == 1;
    }
}
