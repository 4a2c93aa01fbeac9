using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ScfAspire.Core.Signatures;

/// <summary>Signature TC3-HMAC-SHA256, for signing and for checking.</summary>
public static class Tc3Signature
{
    public const string Algorithm = "TC3-HMAC-SHA256";

    /// <summary>Last part of the credential scope and of the key derivation.</summary>
    public const string Terminator = "tc3_request";

    /// <summary>Value of <c>X-TC-Content-SHA256</c> and content that is hashed in the body's place.</summary>
    public const string UnsignedPayload = "UNSIGNED-PAYLOAD";

    /// <summary>UTC date of a Unix time, as the scope carries it.</summary>
    public static string Date(long unixSeconds) =>
        DateTimeOffset.FromUnixTimeSeconds(unixSeconds).UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Lower-case hex of a body's SHA-256.</summary>
    public static string Hash(ReadOnlySpan<byte> body) => Convert.ToHexStringLower(SHA256.HashData(body));

    /// <summary>The request as it is signed.</summary>
    /// <param name="method">HTTP method in capitals.</param>
    /// <param name="path">URL path; the SCF endpoint's is <c>/</c>.</param>
    /// <param name="query">Raw query string of a GET, without the question mark; empty for a POST.</param>
    /// <param name="headers">Signed headers in the order of SignedHeaders: names in lower case, values trimmed.</param>
    /// <param name="bodyHash">See <see cref="Hash"/>.</param>
    public static string CanonicalRequest(string method, string path, string query, IReadOnlyList<KeyValuePair<string, string>> headers, string bodyHash)
    {
        var text = new StringBuilder(256);
        text.Append(method).Append('\n').Append(path).Append('\n').Append(query).Append('\n');
        foreach (var (name, value) in headers) text.Append(name).Append(':').Append(value).Append('\n');
        text.Append('\n').AppendJoin(';', headers.Select(h => h.Key)).Append('\n').Append(bodyHash);
        return text.ToString();
    }

    /// <summary>The signature, lower-case hex.</summary>
    public static string Sign(string secretKey, long unixSeconds, string service, string canonicalRequest)
    {
        var date = Date(unixSeconds);
        var stringToSign = string.Create(
            CultureInfo.InvariantCulture,
            $"{Algorithm}\n{unixSeconds}\n{date}/{service}/{Terminator}\n{Hash(Encoding.UTF8.GetBytes(canonicalRequest))}");
        var dateKey = Hmac(Encoding.UTF8.GetBytes("TC3" + secretKey), date);
        var signingKey = Hmac(Hmac(dateKey, service), Terminator);
        return Convert.ToHexStringLower(Hmac(signingKey, stringToSign));
    }

    /// <summary>The value of the Authorization header.</summary>
    public static string Authorization(string secretId, long unixSeconds, string service, IReadOnlyList<KeyValuePair<string, string>> headers, string signature) =>
        $"{Algorithm} Credential={secretId}/{Date(unixSeconds)}/{service}/{Terminator}, SignedHeaders={string.Join(';', headers.Select(h => h.Key))}, Signature={signature}";

    private static byte[] Hmac(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));
}
