using System.Net;
using System.Text.Json;
using ScfAspire.Contracts.Internal.V1;

namespace ScfAspire.Trigger.Tests.Gateway;

public sealed class GatewayRulesTests
{
    private const string Cors = """{"Enable":true,"Origins":["https://shop.example"],"Methods":["GET","POST"],"Headers":["X-Token"],"ExposeHeaders":["X-Total"],"MaxAge":600,"Credentials":true}""";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/default/none")]
    [InlineData("/default/untriggered")]
    [InlineData("/")]
    [InlineData("/scf.internal.v1.EventQueue/Enqueue")]
    public async Task What_has_no_enabled_trigger_is_404_with_a_clear_body(string path)
    {
        await using var server = await GatewayServer.StartAsync();
        server.Routes.Add("untriggered");

        using var answer = await server.Client.GetAsync(path, Token);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("application/json", answer.Content.Headers.ContentType?.ToString());
        var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Token)).RootElement;
        Assert.NotEmpty(body.GetProperty("errorMessage").GetString()!);
        Assert.Equal(Assert.Single(answer.Headers.GetValues("X-Scf-Request-Id")), body.GetProperty("requestId").GetString());
        Assert.Empty(server.Dispatcher.Events);
    }

    [Fact]
    public async Task A_function_is_found_by_a_host_name_in_any_case_and_by_a_path_in_its_own()
    {
        await using var server = await GatewayServer.StartAsync();
        server.Routes.AddWithTrigger("ResizeImage");
        using var byHost = new HttpRequestMessage(HttpMethod.Get, "/a") { Headers = { Host = "resizeimage.DEFAULT.localhost" } };

        using var answer = await server.Client.SendAsync(byHost, Token);
        using var byPath = await server.Client.GetAsync("/default/resizeimage/a", Token);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, byPath.StatusCode);
        Assert.Equal(("default", "ResizeImage"), Assert.Single(server.Dispatcher.Events) is var call ? (call.Namespace, call.Function) : default);
    }

    [Theory]
    [InlineData(FunctionType.Event)]
    [InlineData(FunctionType.Http)]
    public async Task CAM_refuses_what_is_not_signed(FunctionType type)
    {
        await using var server = await GatewayServer.StartAsync();
        server.Routes.AddWithTrigger("hello", type, trigger => trigger.AuthType = "CAM");

        using var answer = await server.Client.PostAsync("/default/hello/x?y=1", new StringContent("body"), Token);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Contains("AuthFailure", await answer.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        Assert.Equal(("/default/hello/x?y=1", "body"), server.Checked);
        Assert.Empty(server.Dispatcher.Events);
        Assert.Empty(server.Dispatcher.Requests);
    }

    [Fact]
    public async Task CAM_lets_a_signed_request_through()
    {
        await using var server = await GatewayServer.StartAsync();
        server.Routes.AddWithTrigger("hello", change: trigger => trigger.AuthType = "CAM");
        server.Refusal = null;

        using var answer = await server.Client.PostAsync("/default/hello", new StringContent("body"), Token);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory]
    [InlineData(FunctionType.Event, true)]
    [InlineData(FunctionType.Event, false)]
    [InlineData(FunctionType.Http, true)]
    public async Task A_body_over_6_MB_is_413_with_the_object_of_406(FunctionType type, bool declared)
    {
        await using var server = await GatewayServer.StartAsync();
        server.Routes.AddWithTrigger("hello", type);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/default/hello") { Content = new ByteArrayContent(new byte[(6 * 1024 * 1024) + 1]) };
        request.Headers.TransferEncodingChunked = !declared;
        request.Headers.ExpectContinue = true;

        using var answer = await server.Client.SendAsync(request, Token);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Equal(406, JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Token)).RootElement.GetProperty("statusCode").GetInt32());
        Assert.Empty(server.Dispatcher.Events);
    }

    [Fact]
    public async Task A_preflight_is_answered_by_the_gateway()
    {
        await using var server = await GatewayServer.StartAsync();
        server.Routes.AddWithTrigger("hello", change: trigger => (trigger.CorsJson, trigger.AuthType) = (Cors, "CAM"));
        using var request = new HttpRequestMessage(HttpMethod.Options, "/default/hello")
        {
            Headers = { { "Origin", "https://shop.example" }, { "Access-Control-Request-Method", "POST" }, { "Access-Control-Request-Headers", "x-token" } },
        };

        using var answer = await server.Client.SendAsync(request, Token);

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Equal("https://shop.example", Assert.Single(answer.Headers.GetValues("Access-Control-Allow-Origin")));
        Assert.Equal("GET, POST", Assert.Single(answer.Headers.GetValues("Access-Control-Allow-Methods")));
        Assert.Equal("X-Token", Assert.Single(answer.Headers.GetValues("Access-Control-Allow-Headers")));
        Assert.Equal("600", Assert.Single(answer.Headers.GetValues("Access-Control-Max-Age")));
        Assert.Equal("true", Assert.Single(answer.Headers.GetValues("Access-Control-Allow-Credentials")));
        Assert.Empty(server.Dispatcher.Events);
    }

    [Theory]
    [InlineData("https://evil.example", "POST")]
    [InlineData("https://shop.example", "DELETE")]
    public async Task A_preflight_that_is_not_allowed_names_no_methods(string origin, string method)
    {
        await using var server = await GatewayServer.StartAsync();
        server.Routes.AddWithTrigger("hello", change: trigger => trigger.CorsJson = Cors);
        using var request = new HttpRequestMessage(HttpMethod.Options, "/default/hello") { Headers = { { "Origin", origin }, { "Access-Control-Request-Method", method } } };

        using var answer = await server.Client.SendAsync(request, Token);

        Assert.False(answer.Headers.Contains("Access-Control-Allow-Methods"));
    }

    [Fact]
    public async Task An_answer_to_another_origin_carries_the_triggers_headers_once()
    {
        await using var server = await GatewayServer.StartAsync();
        server.Routes.AddWithTrigger("hello", change: trigger => trigger.CorsJson = Cors);
        server.Dispatcher.OnEvent = (invocation, _) => Task.FromResult(Doubles.ScriptedDispatcher.Ok(
            invocation, "{\"statusCode\":200,\"headers\":{\"Access-Control-Allow-Origin\":\"*\"},\"body\":\"\"}"));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/default/hello") { Headers = { { "Origin", "https://shop.example" } } };

        using var answer = await server.Client.SendAsync(request, Token);

        Assert.Equal("https://shop.example", Assert.Single(answer.Headers.GetValues("Access-Control-Allow-Origin")));
        Assert.Equal("X-Total", Assert.Single(answer.Headers.GetValues("Access-Control-Expose-Headers")));
    }

    [Fact]
    public async Task Without_CORS_an_OPTIONS_request_is_the_functions()
    {
        await using var server = await GatewayServer.StartAsync();
        server.Routes.AddWithTrigger("hello");
        using var request = new HttpRequestMessage(HttpMethod.Options, "/default/hello") { Headers = { { "Origin", "https://a.example" }, { "Access-Control-Request-Method", "GET" } } };

        using var answer = await server.Client.SendAsync(request, Token);

        Assert.Single(server.Dispatcher.Events);
    }

    [Fact]
    public async Task A_client_that_goes_away_cancels_its_call()
    {
        await using var server = await GatewayServer.StartAsync();
        server.Routes.AddWithTrigger("hello");
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        server.Dispatcher.OnEvent = async (_, token) =>
        {
            using var registration = token.Register(cancelled.SetResult);
            started.SetResult();
            await Task.Delay(Timeout.Infinite, token);
            throw new InvalidOperationException("not reached");
        };
        using var gone = new CancellationTokenSource();
        var call = server.Client.GetAsync("/default/hello", gone.Token);
        await started.Task.WaitAsync(Token);

        await gone.CancelAsync();

        await cancelled.Task.WaitAsync(Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }
}
