using ScfAspire.Api.Scf.Signatures;
using ScfAspire.Core.Errors;
using ScfAspire.Core.Limits;
using ScfAspire.Core.Signatures;

namespace ScfAspire.Api.Scf.Requests;

/// <summary>Reads and authenticates a request in any of the encodings and signatures that clients use.</summary>
public sealed class ScfCallReader(SignatureVerifier signatures)
{
    /// <summary>The largest zip as base64, with what a form encoding and the other fields add.</summary>
    public const long BodyMax = ScfLimits.ZipBytes / 3 * 4 / 9 * 10 + (1024 * 1024);

    /// <summary>
    /// What the server reads off a connection at most: a caller whose body is too large, but not without bounds, gets the answer rather than a
    /// broken connection.
    /// </summary>
    public const long DrainMax = 2 * BodyMax;

    private const string Version = "2018-04-16";
    private static readonly HashSet<string> CommonFields =
        ["Action", "Version", "Region", "Timestamp", "Nonce", "SecretId", "Token", "SignatureMethod", "Signature", "RequestClient", "Language"];

    /// <exception cref="ScfException">Not signed, wrongly signed, or not readable.</exception>
    public Task<ScfCall> ReadAsync(HttpRequest request, Guid requestId, CancellationToken cancellationToken) =>
        request.Headers.ContainsKey("X-TC-Action") || request.Headers.ContainsKey("Authorization")
            ? ReadTc3Async(request, requestId, cancellationToken)
            : ReadV1Async(request, requestId, cancellationToken);

    private async Task<ScfCall> ReadTc3Async(HttpRequest request, Guid requestId, CancellationToken cancellationToken)
    {
        var signed = new SignedRequest
        {
            Method = request.Method,
            Host = request.Headers.Host.ToString(),
            Path = request.Path,
            Query = request.QueryString.HasValue ? request.QueryString.Value![1..] : "",
            Header = name => request.Headers.TryGetValue(name, out var value) ? value.ToString() : null,
        };
        // Before the body is read: nobody without a key gets a large upload held in memory.
        var claim = await signatures.ClaimTc3Async(signed, cancellationToken);
        var body = HttpMethods.IsGet(request.Method) ? [] : await ReadBodyAsync(request, cancellationToken);
        var caller = signatures.VerifyTc3(signed with { BodyHash = Tc3Signature.Hash(body) }, claim);
        var action = Required(request.Headers["X-TC-Action"].ToString(), "X-TC-Action");
        RequireVersion(request.Headers["X-TC-Version"].ToString());
        if (HttpMethods.IsGet(request.Method)) return new(action, Unflatten.ToJson(FormFields.Parse(signed.Query)), requestId, caller);
        if (IsForm(request)) return new(action, Unflatten.ToJson(FormFields.Parse(body)), requestId, caller);
        return request.ContentType is null || request.ContentType.StartsWith("application/json", StringComparison.OrdinalIgnoreCase)
            ? new(action, body, requestId, caller)
            : throw new ScfException(ScfErrorCode.UnsupportedProtocol, $"Content-Type '{request.ContentType}' must be application/json or application/x-www-form-urlencoded.");
    }

    private async Task<ScfCall> ReadV1Async(HttpRequest request, Guid requestId, CancellationToken cancellationToken)
    {
        Dictionary<string, string> fields;
        if (HttpMethods.IsGet(request.Method))
            fields = FormFields.Parse(request.QueryString.HasValue ? request.QueryString.Value![1..] : "");
        else if (IsForm(request))
            fields = FormFields.Parse(await ReadBodyAsync(request, cancellationToken));
        else
            throw new ScfException(ScfErrorCode.AuthFailureSignatureFailure, "The request is not signed: neither an Authorization header nor signed form fields are there.");

        var action = Required(fields.GetValueOrDefault("Action") ?? "", "Action");
        var caller = await signatures.VerifyV1Async(request.Method, request.Headers.Host.ToString(), request.Path, fields, cancellationToken);
        RequireVersion(fields.GetValueOrDefault("Version") ?? "");
        return new(action, Unflatten.ToJson(fields.Where(f => !CommonFields.Contains(f.Key))), requestId, caller);
    }

    private static bool IsForm(HttpRequest request) =>
        request.ContentType?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) == true;

    private static string Required(string value, string name) =>
        value.Length > 0 ? value : throw new ScfException(ScfErrorCode.MissingParameter, $"{name} is required.");

    private static void RequireVersion(string version)
    {
        if (version.Length > 0 && version != Version) throw new ScfException(ScfErrorCode.NoSuchVersion, $"Version '{version}' is not offered; {Version} is.");
    }

    private static async Task<byte[]> ReadBodyAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength > BodyMax) throw TooLarge();
        using var buffer = new MemoryStream((int)(request.ContentLength ?? 0));
        while (true)
        {
            var read = await request.BodyReader.ReadAsync(cancellationToken);
            if (buffer.Length + read.Buffer.Length > BodyMax) throw TooLarge();
            foreach (var segment in read.Buffer) buffer.Write(segment.Span);
            request.BodyReader.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted) break;
        }

        if (buffer.TryGetBuffer(out var whole) && whole.Array!.Length == buffer.Length) return whole.Array;
        return buffer.ToArray();
    }

    private static ScfException TooLarge() => new(ScfErrorCode.InvalidParameterRequestTooLarge, $"The body has more than {BodyMax} bytes.");
}
