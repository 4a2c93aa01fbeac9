using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ScfAspire.Core.Signatures;

namespace ScfAspire.Api.Tests.Hosting;

/// <summary>Signs as the official SDKs do: TC3 over content type and host without its port.</summary>
internal sealed class ScfClient(Uri endpoint, string secretId, string secretKey) : IDisposable
{
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(60) };

    public Uri Endpoint => endpoint;

    public HttpClient Http => _http;

    /// <summary>The members of <c>Response</c>.</summary>
    public async Task<JsonElement> CallAsync(string action, object? fields = null)
    {
        using var request = Sign(action, JsonSerializer.SerializeToUtf8Bytes(fields ?? new JsonObject()));
        return await SendAsync(request);
    }

    public async Task<string> ErrorAsync(string action, object? fields = null) => ErrorOf(await CallAsync(action, fields));

    public static string ErrorOf(JsonElement response) =>
        response.TryGetProperty("Error", out var error) ? error.GetProperty("Code").GetString()! : $"no error: {response}";

    public async Task<JsonElement> SendAsync(HttpRequestMessage request)
    {
        using var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        using var json = JsonDocument.Parse(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        return json.RootElement.GetProperty("Response").Clone();
    }

    public HttpRequestMessage Sign(string action, byte[] body, string contentType = "application/json", long? timestamp = null, string? host = null, string? key = null, string? id = null)
    {
        var time = timestamp ?? DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        KeyValuePair<string, string>[] headers = [new("content-type", contentType), new("host", host ?? endpoint.Host)];
        var signature = Tc3Signature.Sign(key ?? secretKey, time, "127", Tc3Signature.CanonicalRequest("POST", "/", "", headers, Tc3Signature.Hash(body)));
        var request = new HttpRequestMessage(HttpMethod.Post, endpoint) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        request.Headers.TryAddWithoutValidation("Authorization", Tc3Signature.Authorization(id ?? secretId, time, "127", headers, signature));
        request.Headers.Add("X-TC-Action", action);
        request.Headers.Add("X-TC-Version", "2018-04-16");
        request.Headers.Add("X-TC-Timestamp", time.ToString(CultureInfo.InvariantCulture));
        return request;
    }

    public HttpRequestMessage SignGet(string action, string query)
    {
        const string ContentType = "application/x-www-form-urlencoded";
        var time = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        KeyValuePair<string, string>[] headers = [new("content-type", ContentType), new("host", $"{endpoint.Host}:{endpoint.Port}")];
        var signature = Tc3Signature.Sign(secretKey, time, "scf", Tc3Signature.CanonicalRequest("GET", "/", query, headers, Tc3Signature.Hash([])));
        var request = new HttpRequestMessage(HttpMethod.Get, new Uri(endpoint, "?" + query)) { Content = new ByteArrayContent([]) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(ContentType);
        request.Headers.TryAddWithoutValidation("Authorization", Tc3Signature.Authorization(secretId, time, "scf", headers, signature));
        request.Headers.Add("X-TC-Action", action);
        request.Headers.Add("X-TC-Timestamp", time.ToString(CultureInfo.InvariantCulture));
        return request;
    }

    /// <summary>Signature v1 with a form body.</summary>
    public HttpRequestMessage SignV1(Dictionary<string, string> fields, string method = V1Signature.HmacSha1, bool withoutAt = false)
    {
        var all = new Dictionary<string, string>(fields)
        {
            ["Version"] = "2018-04-16",
            ["Region"] = "ap-guangzhou",
            ["Nonce"] = "12345",
            ["SecretId"] = secretId,
            ["SignatureMethod"] = method,
        };
        all.TryAdd("Timestamp", DateTimeOffset.UtcNow.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        var text = V1Signature.StringToSign("POST", $"{endpoint.Host}:{endpoint.Port}", "/", all, withoutAt: withoutAt);
        all["Signature"] = V1Signature.Sign(secretKey, method, text);
        return new HttpRequestMessage(HttpMethod.Post, endpoint) { Content = new FormUrlEncodedContent(all) };
    }

    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    public void Dispose() => _http.Dispose();
}
