using System.Security.Cryptography;
using ScfAspire.Contracts.Internal.V1;

namespace ScfAspire.Trigger.Gateway.Signatures;

/// <summary>Asks the Api, which alone knows the secret keys.</summary>
public sealed class CatalogSignatureCheck(Catalog.CatalogClient catalog) : ISignatureCheck
{
    public async ValueTask<string?> CheckAsync(
        HttpRequest request, string rawTarget, ReadOnlyMemory<byte> body, FunctionKey key, CancellationToken cancellationToken)
    {
        if (request.Headers.Authorization.Count == 0) return "AuthFailure.SignatureFailure: this function's trigger asks for a signature (TC3-HMAC-SHA256).";
        // The absolute form has the host before the path, which callers sign as they would for the other form.
        var target = RequestTarget.Parse(rawTarget) ?? new(rawTarget, "");
        var message = new VerifySignatureRequest
        {
            Method = request.Method,
            Host = request.Host.Value ?? "",
            Path = target.Path,
            Query = target.Query,
            BodySha256 = Convert.ToHexStringLower(SHA256.HashData(body.Span)),
            Key = key,
        };
        foreach (var (name, values) in request.Headers) message.Headers[name.ToLowerInvariant()] = values.ToString();
        var response = await catalog.VerifySignatureAsync(message, cancellationToken: cancellationToken);
        return response.Allowed ? null : $"{response.ErrorCode}: {response.ErrorMessage}";
    }
}
