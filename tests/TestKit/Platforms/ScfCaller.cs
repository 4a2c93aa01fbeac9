using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ScfAspire.TestKit.Platforms;

/// <summary>Calls actions of the SCF endpoint with TC3 signatures of its own making, so that a test shares no signing code with the server.</summary>
public sealed class ScfCaller(Uri endpoint, string secretId, string secretKey) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(120) };

    public ScfCaller(Platform platform)
        : this(platform.Credentials.Http, platform.Credentials.SecretId, platform.Credentials.SecretKey)
    {
    }

    /// <summary>Added to the clock, to sign with a wrong time.</summary>
    public TimeSpan Skew { get; init; }

    /// <summary>Calls an action and returns <c>Response</c>.</summary>
    /// <exception cref="ScfCallException">The answer is an error.</exception>
    public async Task<JsonObject> CallAsync(string action, JsonObject fields, CancellationToken cancellationToken)
    {
        var response = await SendAsync(action, fields.ToJsonString(), cancellationToken);
        return response["Error"] is JsonObject error
            ? throw new ScfCallException((string)error["Code"]!, (string)error["Message"]!)
            : response;
    }

    /// <summary>Calls an action and returns the error's code, or null when it succeeded.</summary>
    public async Task<string?> ErrorOfAsync(string action, JsonObject fields, CancellationToken cancellationToken)
    {
        var response = await SendAsync(action, fields.ToJsonString(), cancellationToken);
        return (string?)response["Error"]?["Code"];
    }

    /// <summary>Sends a body as it is and returns <c>Response</c>.</summary>
    public async Task<JsonObject> SendAsync(string action, string body, CancellationToken cancellationToken, bool signed = true)
    {
        var timestamp = DateTimeOffset.UtcNow + Skew;
        using var request = new HttpRequestMessage(HttpMethod.Post, endpoint) { Content = new StringContent(body, Encoding.UTF8) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add("X-TC-Action", action);
        request.Headers.Add("X-TC-Version", "2018-04-16");
        request.Headers.Add("X-TC-Region", "ap-guangzhou");
        request.Headers.Add("X-TC-Timestamp", timestamp.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        if (signed) request.Headers.TryAddWithoutValidation("Authorization", Authorization(body, timestamp));
        using var answer = await _http.SendAsync(request, cancellationToken);
        var text = await answer.Content.ReadAsStringAsync(cancellationToken);
        try
        {
            return JsonNode.Parse(text)!["Response"]!.AsObject();
        }
        catch (Exception exception) when (exception is JsonException or NullReferenceException or InvalidOperationException)
        {
            throw new InvalidOperationException($"{action} answered {(int)answer.StatusCode} without an envelope: {text}", exception);
        }
    }

    public void Dispose() => _http.Dispose();

    private string Authorization(string body, DateTimeOffset timestamp)
    {
        var date = timestamp.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var scope = $"{date}/scf/tc3_request";
        var canonical = $"POST\n/\n\ncontent-type:application/json\nhost:{endpoint.Authority}\n\ncontent-type;host\n{Hex(SHA256.HashData(Encoding.UTF8.GetBytes(body)))}";
        var toSign = $"TC3-HMAC-SHA256\n{timestamp.ToUnixTimeSeconds()}\n{scope}\n{Hex(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))}";
        var key = Hmac(Hmac(Hmac(Encoding.UTF8.GetBytes("TC3" + secretKey), date), "scf"), "tc3_request");
        return $"TC3-HMAC-SHA256 Credential={secretId}/{scope}, SignedHeaders=content-type;host, Signature={Hex(Hmac(key, toSign))}";
    }

    private static byte[] Hmac(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}
