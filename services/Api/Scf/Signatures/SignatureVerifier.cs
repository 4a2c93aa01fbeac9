using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ScfAspire.Api.Credentials;
using ScfAspire.Core.Errors;
using ScfAspire.Core.Limits;
using ScfAspire.Core.Signatures;

namespace ScfAspire.Api.Scf.Signatures;

/// <summary>
/// Checks signatures TC3-HMAC-SHA256 and v1. Clients differ in what they sign (host with or without its port, values in lower case or as sent), so
/// a signature counts when it fits any of the forms that clients are known to use. All methods throw <see cref="ScfException"/>.
/// </summary>
public sealed class SignatureVerifier(ICredentialStore credentials, TimeProvider time)
{
    private const string TimestampHeader = "X-TC-Timestamp";
    private const string TokenHeader = "X-TC-Token";
    private const string ContentHashHeader = "X-TC-Content-SHA256";

    /// <summary>Checks a whole request.</summary>
    public async Task<Credential> VerifyTc3Async(SignedRequest request, CancellationToken cancellationToken) =>
        VerifyTc3(request, await ClaimTc3Async(request, cancellationToken));

    /// <summary>The first half, for which the body is not needed: form, time and key.</summary>
    public async Task<Tc3Claim> ClaimTc3Async(SignedRequest request, CancellationToken cancellationToken)
    {
        var authorization = Tc3Authorization.TryParse(request.Header("Authorization"))
            ?? throw Failure("The request is not signed: an Authorization header of TC3-HMAC-SHA256 with Credential, SignedHeaders and Signature is needed.");
        if (!long.TryParse(request.Header(TimestampHeader), NumberStyles.None, CultureInfo.InvariantCulture, out var timestamp))
            throw new ScfException(ScfErrorCode.MissingParameter, $"{TimestampHeader} is required: Unix seconds.");
        RequireFresh(timestamp);
        if (authorization.Date != Tc3Signature.Date(timestamp)) throw Failure($"The date in Credential is not that of {TimestampHeader}.");
        if (!authorization.SignedHeaders.Contains("host")) throw Failure("SignedHeaders must name host.");
        var credential = await RequireCredentialAsync(authorization.SecretId, cancellationToken);
        RequireNoToken(request.Header(TokenHeader));
        return new(credential, authorization, timestamp);
    }

    /// <summary>The second half: compares the signature.</summary>
    public Credential VerifyTc3(SignedRequest request, Tc3Claim claim)
    {
        var bodyHash = request.Header(ContentHashHeader) == Tc3Signature.UnsignedPayload
            ? Tc3Signature.Hash(Encoding.UTF8.GetBytes(Tc3Signature.UnsignedPayload))
            : request.BodyHash;
        foreach (var query in request.Method == "GET" || request.Query.Length == 0 ? [request.Query] : new[] { "", request.Query })
        {
            foreach (var host in Hosts(request.Host))
            {
                foreach (var lowerCase in new[] { false, true })
                {
                    var headers = claim.Authorization.SignedHeaders.Select(name => KeyValuePair.Create(name, Value(request, name, host, lowerCase))).ToArray();
                    var canonical = Tc3Signature.CanonicalRequest(request.Method, request.Path, query, headers, bodyHash);
                    if (Same(Tc3Signature.Sign(claim.Credential.SecretKey, claim.Timestamp, claim.Authorization.Service, canonical), claim.Authorization.Signature))
                        return claim.Credential;
                }
            }
        }

        throw Failure("The signature does not fit the request: check SecretKey, host, signed headers and body.");
    }

    /// <summary>Checks the v1 signature in a flat map of fields.</summary>
    public async Task<Credential> VerifyV1Async(string method, string host, string path, IReadOnlyDictionary<string, string> fields, CancellationToken cancellationToken)
    {
        if (!fields.TryGetValue("Signature", out var signature) || signature.Length == 0) throw Failure("The request is not signed: Signature is missing.");
        if (!fields.TryGetValue("SecretId", out var secretId) || secretId.Length == 0) throw new ScfException(ScfErrorCode.MissingParameter, "SecretId is required.");
        RequireFresh(fields.GetValueOrDefault("Timestamp"));
        RequireNonce(fields.GetValueOrDefault("Nonce"));
        var algorithm = fields.GetValueOrDefault("SignatureMethod");
        if (algorithm is not (null or "" or V1Signature.HmacSha1 or V1Signature.HmacSha256)) throw Failure($"SignatureMethod '{algorithm}' must be HmacSHA1 or HmacSHA256.");
        var credential = await RequireCredentialAsync(secretId, cancellationToken);
        RequireNoToken(fields.GetValueOrDefault("Token"));
        var signed = fields.Where(f => f.Key != "Signature").ToArray();
        foreach (var candidate in Hosts(host))
        {
            foreach (var (dotted, withoutAt) in new[] { (false, false), (true, false), (false, true), (true, true) })
            {
                // Only POST leaves such values out.
                if (withoutAt && method != "POST") continue;
                var text = V1Signature.StringToSign(method, candidate, path, signed, dotted, withoutAt);
                if (Same(V1Signature.Sign(credential.SecretKey, algorithm, text), signature)) return credential;
            }
        }

        throw Failure("The signature does not fit the request: check SecretKey, host and fields.");
    }

    /// <summary>
    /// Checks one field of a v1 form by itself, as far as that goes: a large form is refused at the first field that shows it to be in vain, before the
    /// rest of it is taken in.
    /// </summary>
    public async ValueTask CheckV1FieldAsync(string name, string value, CancellationToken cancellationToken)
    {
        switch (name)
        {
            case "SecretId":
                await RequireCredentialAsync(value, cancellationToken);
                break;
            case "Timestamp":
                RequireFresh(value);
                break;
            case "Nonce":
                RequireNonce(value);
                break;
            case "Token":
                RequireNoToken(value);
                break;
        }
    }

    private static string[] Hosts(string host)
    {
        var colon = host.LastIndexOf(':');
        return colon > 0 && colon > host.LastIndexOf(']') ? [host, host[..colon]] : [host];
    }

    private static string Value(SignedRequest request, string name, string host, bool lowerCase)
    {
        var value = (name == "host" ? host : request.Header(name) ?? "").Trim();
        return lowerCase ? value.ToLowerInvariant() : value;
    }

    private static bool Same(string expected, string presented) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(presented));

    // The installation gives out permanent credentials alone, so that no token belongs to any.
    private static void RequireNoToken(string? token)
    {
        if (!string.IsNullOrEmpty(token)) throw new ScfException(ScfErrorCode.AuthFailureTokenFailure, "The token does not belong to the SecretId: this installation has permanent credentials alone, which are sent without one.");
    }

    private static void RequireNonce(string? nonce)
    {
        if (!string.IsNullOrEmpty(nonce) && !ulong.TryParse(nonce, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            throw new ScfException(ScfErrorCode.InvalidParameterValue, "Nonce must be a positive integer.");
    }

    private void RequireFresh(string? timestamp)
    {
        if (!long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
            throw new ScfException(ScfErrorCode.MissingParameter, "Timestamp is required: Unix seconds.");
        RequireFresh(seconds);
    }

    private void RequireFresh(long timestamp)
    {
        // Checked before any arithmetic: the number is the caller's.
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        if (timestamp < now - ScfLimits.SignatureSkew || timestamp > now + ScfLimits.SignatureSkew)
        {
            throw new ScfException(
                ScfErrorCode.AuthFailureSignatureExpire,
                $"The signature's time differs from the server's by more than {ScfLimits.SignatureSkew / 60} minutes: check the caller's clock.");
        }
    }

    private async Task<Credential> RequireCredentialAsync(string secretId, CancellationToken cancellationToken) =>
        await credentials.FindAsync(secretId, cancellationToken)
        ?? throw new ScfException(ScfErrorCode.AuthFailureSecretIdNotFound, "The SecretId is not found.");

    private static ScfException Failure(string message) => new(ScfErrorCode.AuthFailureSignatureFailure, message);
}
