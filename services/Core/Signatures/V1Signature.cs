using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace ScfAspire.Core.Signatures;

/// <summary>Signature v1 (HmacSHA1, HmacSHA256) over a flat map of fields.</summary>
public static class V1Signature
{
    public const string HmacSha1 = "HmacSHA1";
    public const string HmacSha256 = "HmacSHA256";

    /// <summary>The text that is signed.</summary>
    /// <param name="method">HTTP method in capitals.</param>
    /// <param name="host">Host as the client configured it, with its port if it has one there.</param>
    /// <param name="path">URL path.</param>
    /// <param name="fields">All fields but <c>Signature</c>, values raw.</param>
    /// <param name="dotted">Some clients sign a key that has <c>_</c> (not first) with <c>.</c> instead and an empty value.</param>
    /// <param name="withoutAt">Some clients leave values out that start with <c>@</c>.</param>
    public static string StringToSign(string method, string host, string path, IEnumerable<KeyValuePair<string, string>> fields, bool dotted = false, bool withoutAt = false)
    {
        var text = new StringBuilder(512).Append(method).Append(host).Append(path).Append('?');
        var first = true;
        foreach (var (key, value) in fields.OrderBy(f => f.Key, StringComparer.Ordinal))
        {
            if (withoutAt && value.StartsWith('@')) continue;
            if (!first) text.Append('&');
            first = false;
            if (dotted && key.IndexOf('_', StringComparison.Ordinal) > 0) text.Append(key.Replace('_', '.')).Append('=');
            else text.Append(key).Append('=').Append(value);
        }

        return text.ToString();
    }

    /// <summary>The signature in base64.</summary>
    [SuppressMessage("Security", "CA5350", Justification = "HMAC-SHA1 is what this wire format prescribes.")]
    public static string Sign(string secretKey, string? signatureMethod, string stringToSign)
    {
        var key = Encoding.UTF8.GetBytes(secretKey);
        var text = Encoding.UTF8.GetBytes(stringToSign);
        return Convert.ToBase64String(signatureMethod == HmacSha256 ? HMACSHA256.HashData(key, text) : HMACSHA1.HashData(key, text));
    }
}
