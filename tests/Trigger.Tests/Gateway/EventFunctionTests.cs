using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using ScfAspire.Trigger.Tests.Doubles;

namespace ScfAspire.Trigger.Tests.Gateway;

public sealed class EventFunctionTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static async Task<JsonElement> EventOf(GatewayServer server, HttpRequestMessage request)
    {
        using var answer = await server.Client.SendAsync(request, Token);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return JsonDocument.Parse(Assert.Single(server.Dispatcher.Events).Event).RootElement;
    }

    [Fact]
    public async Task The_event_has_the_form_of_the_interface()
    {
        await using var server = await GatewayServer.StartAsync();
        server.Routes.AddWithTrigger("hello");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/default/hello/test/%2Fb?foo=bar&bob=a&bob=b%20c&flag&empty=")
        {
            Content = new StringContent("{\"é\":1}", Encoding.UTF8, "application/json"),
            Headers = { { "X-Test", ["one", "two"] }, { "X-Scf-Request-Id", "forged" } },
        };

        var received = await EventOf(server, request);

        Assert.Equal("POST", received.GetProperty("httpMethod").GetString());
        Assert.Equal("/test/%2Fb", received.GetProperty("path").GetString());
        Assert.Equal("{\"é\":1}", received.GetProperty("body").GetString());
        Assert.False(received.GetProperty("isBase64Encoded").GetBoolean());
        Assert.Equal("{\"foo\":\"bar\",\"bob\":[\"a\",\"b c\"],\"flag\":true,\"empty\":\"\"}", received.GetProperty("queryString").GetRawText());
        var headers = received.GetProperty("headers");
        Assert.Equal("one,two", headers.GetProperty("x-test").GetString()!.Replace(", ", ",", StringComparison.Ordinal));
        Assert.Equal("127.0.0.1", headers.GetProperty("x-scf-remote-addr").GetString());
        Assert.False(headers.TryGetProperty("x-scf-request-id", out _));
        var context = received.GetProperty("requestContext");
        Assert.Equal("127.0.0.1", context.GetProperty("sourceIp").GetString());
        Assert.Equal("release", context.GetProperty("stage").GetString());
        Assert.Equal("POST", context.GetProperty("httpMethod").GetString());
        Assert.Equal(server.Dispatcher.Events.First().RequestId, context.GetProperty("requestId").GetGuid());
        foreach (var name in (string[])["pathParameters", "queryStringParameters", "headerParameters", "stageVariables"])
            Assert.Equal(JsonValueKind.Object, received.GetProperty(name).ValueKind);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\"quoted\" back\\slash /slash 'single' <b>&amp;")]
    [InlineData("\0\u0001\b\t\n\f\r\u001f\u007f\u0080\u2028\u2029\ufeff é 漢 🚀")]
    public async Task A_text_body_comes_as_it_is(string body)
    {
        await using var server = await GatewayServer.StartAsync();
        server.Routes.AddWithTrigger("hello");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/default/hello?q=%22%0a%f0%9f%9a%80") { Content = new StringContent(body) };
        request.Headers.Add("X-Quoted", "a \"b\" \\c");

        var received = await EventOf(server, request);

        Assert.Equal(body, received.GetProperty("body").GetString());
        Assert.Equal("a \"b\" \\c", received.GetProperty("headers").GetProperty("x-quoted").GetString());
        Assert.Equal("\"\n🚀", received.GetProperty("queryString").GetProperty("q").GetString());
    }

    [Fact]
    public async Task A_binary_body_comes_as_base64()
    {
        await using var server = await GatewayServer.StartAsync();
        server.Routes.AddWithTrigger("hello");
        byte[] bytes = [0, 1, 255, 128];
        using var request = new HttpRequestMessage(HttpMethod.Put, "/default/hello") { Content = new ByteArrayContent(bytes) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("image/png");

        var received = await EventOf(server, request);

        Assert.True(received.GetProperty("isBase64Encoded").GetBoolean());
        Assert.Equal(bytes, received.GetProperty("body").GetBytesFromBase64());
        Assert.Equal("/", received.GetProperty("path").GetString());
    }

    [Fact]
    public async Task Text_that_is_not_UTF8_comes_as_base64()
    {
        await using var server = await GatewayServer.StartAsync();
        server.Routes.AddWithTrigger("hello");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/default/hello") { Content = new ByteArrayContent([(byte)'a', 0xE9]) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("text/plain") { CharSet = "latin1" };

        Assert.True((await EventOf(server, request)).GetProperty("isBase64Encoded").GetBoolean());
    }

    [Fact]
    public async Task The_triggers_qualifier_is_invoked()
    {
        await using var server = await GatewayServer.StartAsync();
        server.Routes.AddWithTrigger("hello", change: trigger => trigger.Qualifier = "prod");

        using var answer = await server.Client.GetAsync("/default/hello", Token);

        Assert.Equal("prod", Assert.Single(server.Dispatcher.Events).Qualifier);
    }

    [Fact]
    public async Task A_host_name_reaches_the_function_with_the_whole_path()
    {
        await using var server = await GatewayServer.StartAsync();
        server.Routes.AddWithTrigger("hello");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/default/other") { Headers = { Host = "hello.default.localhost" } };

        Assert.Equal("/default/other", (await EventOf(server, request)).GetProperty("path").GetString());
    }

    [Theory]
    [InlineData("{\"a\":1}", 200, "application/json", "{\"a\":1}")]
    [InlineData("[1,2]", 200, "application/json", "[1,2]")]
    [InlineData("null", 200, "application/json", "null")]
    [InlineData("\"plain \\u00e9\"", 200, "text/plain; charset=utf-8", "plain é")]
    [InlineData("not json", 200, "text/plain; charset=utf-8", "not json")]
    [InlineData("{\"statusCode\":201,\"headers\":{\"Content-Type\":\"text/html\"},\"body\":\"<b>hi</b>\"}", 201, "text/html", "<b>hi</b>")]
    [InlineData("{\"statusCode\":\"418\",\"body\":{\"x\":[1]}}", 418, "application/json", "{\"x\":[1]}")]
    [InlineData("{\"isBase64Encoded\":true,\"statusCode\":200,\"headers\":{\"Content-Type\":\"image/gif\"},\"body\":\"aGk=\"}", 200, "image/gif", "hi")]
    [InlineData("{\"statusCode\":204}", 204, null, "")]
    [InlineData("{\"statusCode\":500,\"body\":\"old\",\"statusCode\":200,\"body\":\"n\\u0065w \\\"1\\\"\"}", 200, "application/json", "new \"1\"")]
    [InlineData("{\"a\":{\"statusCode\":500}}", 200, "application/json", "{\"a\":{\"statusCode\":500}}")]
    [InlineData("{\"statusCode\":200,\"body\":\"x\"} more", 200, "text/plain; charset=utf-8", "{\"statusCode\":200,\"body\":\"x\"} more")]
    [InlineData(" {\"st\\u0061tusCode\":200,\"body\":[1, 2] }", 200, "application/json", "[1, 2]")]
    public async Task A_return_value_becomes_the_answer(string result, int status, string? contentType, string body)
    {
        await using var server = await GatewayServer.StartAsync();
        server.Routes.AddWithTrigger("hello");
        server.Dispatcher.OnEvent = (invocation, _) => Task.FromResult(ScriptedDispatcher.Ok(invocation, result));

        using var answer = await server.Client.GetAsync("/default/hello", Token);

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal(contentType, answer.Content.Headers.ContentType?.ToString());
        Assert.Equal(body, await answer.Content.ReadAsStringAsync(Token));
    }

    [Fact]
    public async Task Without_integration_the_return_value_is_the_body()
    {
        await using var server = await GatewayServer.StartAsync();
        server.Routes.AddWithTrigger("hello", change: trigger => trigger.IntegratedResponse = false);
        server.Dispatcher.OnEvent = (invocation, _) => Task.FromResult(ScriptedDispatcher.Ok(invocation, "{\"statusCode\":500}"));

        using var answer = await server.Client.GetAsync("/default/hello", Token);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("{\"statusCode\":500}", await answer.Content.ReadAsStringAsync(Token));
    }

    [Fact]
    public async Task A_header_may_have_several_values_and_those_of_the_connection_are_left_out()
    {
        await using var server = await GatewayServer.StartAsync();
        server.Routes.AddWithTrigger("hello");
        server.Dispatcher.OnEvent = (invocation, _) => Task.FromResult(ScriptedDispatcher.Ok(
            invocation,
            "{\"statusCode\":200,\"headers\":{\"Set-Cookie\":[\"a=1\",\"b=2\"],\"X-N\":3,\"Content-Length\":\"1\",\"Transfer-Encoding\":\"chunked\",\"x-scf-request-id\":\"forged\"},\"body\":\"long enough\"}"));

        using var answer = await server.Client.GetAsync("/default/hello", Token);

        Assert.Equal(["a=1", "b=2"], answer.Headers.GetValues("Set-Cookie"));
        Assert.Equal(["3"], answer.Headers.GetValues("X-N"));
        Assert.Equal("long enough", await answer.Content.ReadAsStringAsync(Token));
        Assert.Equal([server.Dispatcher.Events.First().RequestId.ToString()], answer.Headers.GetValues("X-Scf-Request-Id"));
    }

    [Theory]
    [InlineData("{\"statusCode\":42}")]
    [InlineData("{\"statusCode\":true}")]
    [InlineData("{\"statusCode\":200,\"headers\":[]}")]
    [InlineData("{\"statusCode\":200,\"headers\":{\"x\":[[1]]}}")]
    [InlineData("{\"statusCode\":200,\"headers\":{\"\":1}}")]
    [InlineData("{\"statusCode\":200,\"body\":\"\\ud800\"}")]
    [InlineData("{\"statusCode\":200,\"headers\":{\"X-A\":\"b\\r\\nX-Injected: c\"}}")]
    [InlineData("{\"statusCode\":200,\"isBase64Encoded\":true,\"body\":\"%%%\"}")]
    public async Task A_wrong_integrated_response_is_502_and_says_why(string result)
    {
        await using var server = await GatewayServer.StartAsync();
        server.Routes.AddWithTrigger("hello");
        server.Dispatcher.OnEvent = (invocation, _) => Task.FromResult(ScriptedDispatcher.Ok(invocation, result));

        using var answer = await server.Client.GetAsync("/default/hello", Token);

        Assert.Equal(HttpStatusCode.BadGateway, answer.StatusCode);
        Assert.False(answer.Headers.Contains("X-Injected"));
        Assert.Contains("integrated response", await answer.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(430, 430)]
    [InlineData(433, 433)]
    [InlineData(439, 439)]
    [InlineData(500, 500)]
    [InlineData(406, 413)]
    [InlineData(0, 500)]
    public async Task A_failure_is_answered_with_its_code_and_error_object(int code, int http)
    {
        await using var server = await GatewayServer.StartAsync();
        server.Routes.AddWithTrigger("hello");
        server.Dispatcher.OnEvent = (invocation, _) => Task.FromResult(ScriptedDispatcher.Failed(invocation, code, "it broke"));

        using var answer = await server.Client.GetAsync("/default/hello", Token);

        Assert.Equal(http, (int)answer.StatusCode);
        var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Token)).RootElement;
        Assert.Equal("it broke", body.GetProperty("errorMessage").GetString());
        Assert.Equal(code, body.GetProperty("statusCode").GetInt32());
        Assert.Equal(-1, body.GetProperty("errorCode").GetInt32());
    }

    [Fact]
    public async Task The_functions_own_error_object_is_passed_on()
    {
        await using var server = await GatewayServer.StartAsync();
        server.Routes.AddWithTrigger("hello");
        const string error = "{\"errorCode\":-1,\"errorMessage\":\"user code exception caught\",\"stackTrace\":\"at x\",\"statusCode\":430}";
        server.Dispatcher.OnEvent = (invocation, _) => Task.FromResult(ScriptedDispatcher.Failed(invocation, 430, "at x", error));

        using var answer = await server.Client.GetAsync("/default/hello", Token);

        Assert.Equal(430, (int)answer.StatusCode);
        Assert.Equal(error, await answer.Content.ReadAsStringAsync(Token));
    }

    [Fact]
    public async Task The_callers_trace_goes_on_and_without_one_a_trace_begins()
    {
        await using var server = await GatewayServer.StartAsync();
        server.Routes.AddWithTrigger("hello");
        const string trace = "0af7651916cd43dd8448eb211c80319c";
        using var request = new HttpRequestMessage(HttpMethod.Get, "/default/hello") { Headers = { { "traceparent", $"00-{trace}-b7ad6b7169203331-01" } } };

        using var first = await server.Client.SendAsync(request, Token);
        using var plain = new HttpRequestMessage(HttpMethod.Get, "/default/hello");
        using var second = await server.Client.SendAsync(plain, Token);

        var parents = server.Dispatcher.Events.Select(invocation => invocation.TraceParent).ToArray();
        Assert.Contains(trace, parents[0], StringComparison.Ordinal);
        Assert.Matches("^00-[0-9a-f]{32}-[0-9a-f]{16}-0[01]$", parents[1]);
    }
}
