namespace ScfAspire.Core.Signatures;

/// <summary>A parsed Authorization header of signature TC3-HMAC-SHA256.</summary>
/// <param name="SecretId">Who signed.</param>
/// <param name="Date">UTC date of the scope.</param>
/// <param name="Service">Service of the scope; clients derive it from the host name, so it may be any text.</param>
/// <param name="SignedHeaders">Names in lower case, in their order.</param>
/// <param name="Signature">Lower-case hex.</param>
public sealed record Tc3Authorization(string SecretId, string Date, string Service, IReadOnlyList<string> SignedHeaders, string Signature)
{
    /// <summary>Reads the header's value; null when it is not one of this algorithm or lacks a part.</summary>
    public static Tc3Authorization? TryParse(string? value)
    {
        if (value is null || !value.StartsWith(Tc3Signature.Algorithm + " ", StringComparison.Ordinal)) return null;
        string? credential = null, signedHeaders = null, signature = null;
        foreach (var part in value[Tc3Signature.Algorithm.Length..].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0) return null;
            var text = part[(equals + 1)..].Trim();
            switch (part[..equals].Trim())
            {
                case "Credential": credential = text; break;
                case "SignedHeaders": signedHeaders = text; break;
                case "Signature": signature = text; break;
            }
        }

        if (credential is null || string.IsNullOrEmpty(signedHeaders) || string.IsNullOrEmpty(signature)) return null;
        var scope = credential.Split('/');
        if (scope.Length != 4 || scope[0].Length == 0 || scope[3] != Tc3Signature.Terminator) return null;
        return new(scope[0], scope[1], scope[2], [.. signedHeaders.Split(';').Select(h => h.Trim().ToLowerInvariant())], signature);
    }
}
