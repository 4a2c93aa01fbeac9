using System.Collections.Concurrent;
using System.Text;
using ScfAspire.Api.Store;
using ScfAspire.ServiceDefaults;

namespace ScfAspire.Api.Credentials;

/// <summary>
/// Credentials in the control schema, their secret keys encrypted. A found credential is remembered for ten seconds, so that signed calls do not
/// ask Postgres each time. The installation's first credential, from the environment, is written at the start.
/// </summary>
public sealed class CredentialStore(ControlDatabase database, MasterKey masterKey, IConfiguration configuration, TimeProvider time) : ICredentialStore, IHostedService
{
    private static readonly TimeSpan RememberedFor = TimeSpan.FromSeconds(10);
    private readonly ConcurrentDictionary<string, (Credential Credential, DateTimeOffset Until)> _known = new(StringComparer.Ordinal);

    public async ValueTask<Credential?> FindAsync(string secretId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (_known.TryGetValue(secretId, out var known) && known.Until > now) return known.Credential;
        var sealedKey = await database.FindAsync<byte[]>(
            "SELECT secret_key FROM control.credential WHERE secret_id = @secretId", new { secretId }, cancellationToken);
        if (sealedKey is null)
        {
            _known.TryRemove(secretId, out _);
            return null;
        }

        var credential = new Credential(secretId, Encoding.UTF8.GetString(masterKey.Open(sealedKey, Owner(secretId))));
        _known[secretId] = (credential, now + RememberedFor);
        return credential;
    }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var secretId = configuration[ScfEnvironment.SecretId];
        var secretKey = configuration[ScfEnvironment.SecretKey];
        if (string.IsNullOrEmpty(secretId) || string.IsNullOrEmpty(secretKey)) return;
        await database.ExecuteAsync(
            """
            INSERT INTO control.credential (secret_id, secret_key, add_time) VALUES (@secretId, @sealedKey, @now)
            ON CONFLICT (secret_id) DO UPDATE SET secret_key = EXCLUDED.secret_key
            """,
            new { secretId, sealedKey = masterKey.Seal(Encoding.UTF8.GetBytes(secretKey), Owner(secretId)), now = time.GetUtcNow() },
            cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static string Owner(string secretId) => "credential/" + secretId;
}
