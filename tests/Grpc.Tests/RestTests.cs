using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using ScfAspire.Contracts.Tokens;
using ScfAspire.Grpc.Tests.Host;

namespace ScfAspire.Grpc.Tests;

public sealed class RestTests : IAsyncLifetime
{
    private PublicApiHost _host = null!;
    private HttpClient _http = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await PublicApiHost.StartAsync();
        _http = _host.Http();
        var now = _host.Time.GetUtcNow().ToUnixTimeSeconds();
        const string Nonce = "0123456789abcdef";
        var answer = await SendAsync(HttpMethod.Post, "/v1/tokens:exchange", new JsonObject
        {
            ["secretId"] = "AKIDadmin", ["timestamp"] = now, ["nonce"] = Nonce, ["signature"] = TokenSignature.Compute("AKIDadmin", "admin-secret", now, Nonce),
        });
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", answer.Body["accessToken"]!.GetValue<string>());
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task A_function_lives_its_life_over_rest()
    {
        var created = await SendAsync(HttpMethod.Post, "/v1/namespaces/default/functions?functionId=hello", new JsonObject
        {
            ["runtime"] = "Python3.10", ["handler"] = "index.main_handler", ["timeout"] = "5s", ["code"] = new JsonObject { ["zipFile"] = Convert.ToBase64String([1, 2, 3]) },
        });
        var waited = await SendAsync(HttpMethod.Get, "/v1/namespaces/default/functions/hello:wait?timeout=5s");
        var updated = await SendAsync(HttpMethod.Patch, "/v1/namespaces/default/functions/hello?updateMask=memoryMb", new JsonObject { ["memoryMb"] = 256, ["handler"] = "no" });
        var invoked = await SendAsync(HttpMethod.Post, "/v1/namespaces/default/functions/hello:invoke", new JsonObject { ["event"] = """{"a":1}""" });
        var listed = await SendAsync(HttpMethod.Get, "/v1/namespaces/default/functions");
        var deleted = await SendAsync(HttpMethod.Delete, "/v1/namespaces/default/functions/hello");
        var gone = await SendAsync(HttpMethod.Get, "/v1/namespaces/default/functions/hello");

        Assert.All([created, waited, updated, invoked, listed, deleted], a => Assert.Equal(HttpStatusCode.OK, a.Status));
        Assert.Equal("FUNCTION_STATE_ACTIVE", waited.Body["state"]!.GetValue<string>());
        Assert.Equal((256, "index.main_handler", "5s"), (updated.Body["memoryMb"]!.GetValue<int>(), updated.Body["handler"]!.GetValue<string>(), updated.Body["timeout"]!.GetValue<string>()));
        Assert.Equal("""{"a":1}""", invoked.Body["result"]!.GetValue<string>());
        Assert.Single(listed.Body["functions"]!.AsArray());
        Assert.Equal(HttpStatusCode.NotFound, gone.Status);
        Assert.Contains("ResourceNotFound.Function", gone.Body.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_with_a_dollar_work_in_paths()
    {
        await SendAsync(HttpMethod.Post, "/v1/namespaces/default/functions/hello/aliases?aliasId=$DEFAULT", new JsonObject { ["version"] = "$LATEST" });
        var plain = await SendAsync(HttpMethod.Get, "/v1/namespaces/default/functions/hello/aliases/$DEFAULT");
        var escaped = await SendAsync(HttpMethod.Get, "/v1/namespaces/default/functions/hello/aliases/%24DEFAULT");
        Assert.Equal("$LATEST", plain.Body["version"]!.GetValue<string>());
        Assert.Equal("$LATEST", escaped.Body["version"]!.GetValue<string>());
    }

    [Fact]
    public async Task Triggers_show_their_urls_and_change_by_mask()
    {
        var created = await SendAsync(HttpMethod.Post, "/v1/namespaces/default/functions/hello/triggers?triggerId=web", new JsonObject { ["http"] = new JsonObject { ["authType"] = "HTTP_AUTH_TYPE_CAM" } });
        var updated = await SendAsync(HttpMethod.Patch, "/v1/namespaces/default/functions/hello/triggers/web?updateMask=enabled", new JsonObject { ["enabled"] = false });
        Assert.Equal("http://gateway/default/hello", created.Body["http"]!["urls"]![0]!.GetValue<string>());
        Assert.False(updated.Body["enabled"]!.GetValue<bool>());
        Assert.Equal("HTTP_AUTH_TYPE_CAM", updated.Body["http"]!["authType"]!.GetValue<string>());
    }

    private async Task<(HttpStatusCode Status, JsonNode Body)> SendAsync(HttpMethod method, string path, JsonObject? body = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative)) { Content = body is null ? null : JsonContent.Create(body) };
        using var answer = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        return (answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!);
    }
}
