using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using ScfAspire.Api.Scf.Actions;
using ScfAspire.Api.Scf.Signatures;
using ScfAspire.Core.Errors;
using ScfAspire.Core.Signatures;

namespace ScfAspire.Api.Scf.Requests;

/// <summary>Reads and authenticates a request in any of the encodings and signatures that clients use.</summary>
public sealed class ScfCallReader(SignatureVerifier signatures, ActionTable actions, BodyBudgets budgets)
{
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
        var action = Required(request.Headers["X-TC-Action"].ToString(), "X-TC-Action");
        var bodyMax = actions.Require(action).BodyMax;
        var held = HttpMethods.IsGet(request.Method) ? new() : await ReadSignedAsync(request, bodyMax, cancellationToken);
        var body = held.Body;
        var caller = signatures.VerifyTc3(signed with { BodyHash = Tc3Signature.Hash(body) }, claim);
        held.Verified(bodyMax);
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
        var held = new HeldBody();
        if (HttpMethods.IsGet(request.Method))
            fields = FormFields.Parse(request.QueryString.HasValue ? request.QueryString.Value![1..] : "");
        else if (IsForm(request))
            fields = FormFields.Parse((held = await ReadFormAsync(request, cancellationToken)).Body);
        else
            throw new ScfException(ScfErrorCode.AuthFailureSignatureFailure, "The request is not signed: neither an Authorization header nor signed form fields are there.");

        var action = Required(fields.GetValueOrDefault("Action") ?? "", "Action");
        var caller = await signatures.VerifyV1Async(request.Method, request.Headers.Host.ToString(), request.Path, fields, cancellationToken);
        held.Verified(actions.Require(action).BodyMax);
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

    private async Task<HeldBody> ReadSignedAsync(HttpRequest request, long limit, CancellationToken cancellationToken)
    {
        IDisposable? share = null;
        if (limit > BodyLimits.Settings && !(request.ContentLength <= BodyLimits.Settings) && !(request.ContentLength > limit))
            share = await ReserveAsync(budgets.Known, request, limit, cancellationToken);
        return new(await BodyReader.ReadAsync(request, _ => ValueTask.FromResult(limit), cancellationToken), share);
    }

    // Key, time and signature are fields among the others, and clients send them in any order, the signature last: of a large form each field is looked
    // at as it comes in, and a form that has shown nothing wrong so far is read on in the memory that is set aside for such.
    private async Task<HeldBody> ReadFormAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var scan = new FormScan();
        var limit = BodyLimits.Code;
        IDisposable? share = null;
        return new(await BodyReader.ReadAsync(request, JudgeAsync, cancellationToken), share);

        async ValueTask<long> JudgeAsync(ReadOnlyMemory<byte> arrived)
        {
            if (arrived.Length <= BodyLimits.Settings) return limit;
            foreach (var (name, value) in scan.Advance(arrived))
            {
                if (name == "Action") limit = actions.Require(value).BodyMax;
                else await signatures.CheckV1FieldAsync(name, value, cancellationToken);
            }

            if (share is not null || arrived.Length > limit || request.ContentLength > limit) return limit;
            if (request.HttpContext.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
                rate.MinDataRate = new MinDataRate(BodyLimits.UnknownRate, BodyLimits.UnknownGrace);
            share = await ReserveAsync(budgets.Unknown, request, limit, cancellationToken);
            return limit;
        }
    }

    private static async Task<IDisposable> ReserveAsync(BodyBudget budget, HttpRequest request, long limit, CancellationToken cancellationToken)
    {
        var share = await budget.ReserveAsync(request.ContentLength ?? limit, cancellationToken);
        request.HttpContext.Response.RegisterForDispose(share);
        return share;
    }
}
