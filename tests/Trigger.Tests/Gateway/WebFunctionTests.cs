using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using System.Text;
using ScfAspire.Contracts.Internal.V1;
using ScfAspire.Trigger.Tests.Doubles;

namespace ScfAspire.Trigger.Tests.Gateway;

public sealed class WebFunctionTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_request_reaches_the_function_as_it_came()
    {
        await using var server = await GatewayServer.StartAsync();
        server.Routes.AddWithTrigger("web", FunctionType.Http);
        var body = "";
        server.Dispatcher.OnHttp = async (invocation, sink, token) =>
        {
            body = Encoding.UTF8.GetString((await ReadAllAsync(invocation.Body!, token)).Span);
            await sink.OnHeadAsync(404, [new("Content-Type", "text/css"), new("Set-Cookie", "a=1"), new("Set-Cookie", "b=2"), new("Connection", "close")], false, token);
            await sink.OnBodyAsync("no "u8.ToArray(), token);
            await sink.OnBodyAsync("such"u8.ToArray(), token);
            return ScriptedDispatcher.Ok(invocation, "");
        };
        using var request = new HttpRequestMessage(HttpMethod.Patch, "/default/web/a%2Fb?q=%20")
        {
            Content = new StringContent("hello"),
            Headers = { { "X-Forwarded-For", "10.0.0.1" }, { "X-Scf-Name", "forged" }, { "Connection", "x-private" }, { "X-Private", "1" }, { "Accept", "text/css" } },
        };

        using var answer = await server.Client.SendAsync(request, Token);

        var seen = Assert.Single(server.Dispatcher.Requests);
        Assert.Equal("PATCH", seen.Method);
        Assert.Equal("/a%2Fb?q=%20", seen.Target);
        Assert.Equal(5, seen.BodyLength);
        Assert.Equal("hello", body);
        Assert.Equal("10.0.0.1, 127.0.0.1", Header(seen.Headers, "X-Forwarded-For"));
        Assert.Equal("127.0.0.1", Header(seen.Headers, "x-scf-remote-addr"));
        Assert.Equal("text/css", Header(seen.Headers, "Accept"));
        Assert.Equal(seen.TraceParent, Header(seen.Headers, "traceparent"));
        Assert.DoesNotContain(seen.Headers, header => header.Key is "X-Scf-Name" or "X-Private" or "Connection" or "Transfer-Encoding");
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("text/css", answer.Content.Headers.ContentType?.ToString());
        Assert.Equal(["a=1", "b=2"], answer.Headers.GetValues("Set-Cookie"));
        Assert.Equal([seen.RequestId.ToString()], answer.Headers.GetValues("X-Scf-Request-Id"));
        Assert.Equal("no such", await answer.Content.ReadAsStringAsync(Token));
    }

    [Fact]
    public async Task Both_directions_stream()
    {
        await using var server = await GatewayServer.StartAsync();
        server.Routes.AddWithTrigger("web", FunctionType.Http);
        server.Dispatcher.OnHttp = async (invocation, sink, token) =>
        {
            await sink.OnHeadAsync(200, [], false, token);
            // Echoes each chunk before the next one is sent.
            while (true)
            {
                var read = await invocation.Body!.ReadAsync(token);
                foreach (var segment in read.Buffer) await sink.OnBodyAsync(segment, token);
                invocation.Body.AdvanceTo(read.Buffer.End);
                if (read.IsCompleted) return ScriptedDispatcher.Ok(invocation, "");
            }
        };
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, server.Address.Port, Token);
        await using var stream = client.GetStream();

        await SendAsync(stream, "POST /default/web/ HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
        await ReadUntilAsync(stream, "\r\n\r\n");
        await SendAsync(stream, "4\r\nping\r\n");
        await ReadUntilAsync(stream, "ping");
        await SendAsync(stream, "4\r\npong\r\n");
        await ReadUntilAsync(stream, "pong");
        await SendAsync(stream, "0\r\n\r\n");
        await ReadUntilAsync(stream, "0\r\n\r\n");
    }

    [Fact]
    public async Task An_upgraded_connection_carries_bytes_both_ways()
    {
        await using var server = await GatewayServer.StartAsync();
        server.Routes.AddWithTrigger("web", FunctionType.Http);
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        server.Dispatcher.OnHttp = async (invocation, sink, token) =>
        {
            await sink.OnHeadAsync(101, [new("Upgrade", "echo"), new("Connection", "Upgrade")], true, token);
            while (true)
            {
                var read = await invocation.Body!.ReadAsync(token);
                foreach (var segment in read.Buffer) await sink.OnBodyAsync(segment, token);
                invocation.Body.AdvanceTo(read.Buffer.End);
                if (!read.IsCompleted) continue;
                ended.SetResult();
                return ScriptedDispatcher.Ok(invocation, "");
            }
        };
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, server.Address.Port, Token);
        await using var stream = client.GetStream();

        await SendAsync(stream, "GET /default/web/socket HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n");
        var head = await ReadUntilAsync(stream, "\r\n\r\n");
        await SendAsync(stream, "raw bytes");
        await ReadUntilAsync(stream, "raw bytes");
        client.Client.Shutdown(SocketShutdown.Send);
        await ended.Task.WaitAsync(Token);

        Assert.StartsWith("HTTP/1.1 101", head, StringComparison.Ordinal);
        Assert.Contains("Upgrade: echo", head, StringComparison.OrdinalIgnoreCase);
        Assert.Contains(Assert.Single(server.Dispatcher.Requests).Headers, header => header.Key == "Upgrade" && header.Value == "echo");
        Assert.Equal(-1, server.Dispatcher.Requests.First().BodyLength);
    }

    [Fact]
    public async Task A_request_without_a_body_has_none()
    {
        await using var server = await GatewayServer.StartAsync();
        server.Routes.AddWithTrigger("web", FunctionType.Http);
        server.Dispatcher.OnHttp = async (invocation, sink, token) =>
        {
            await sink.OnHeadAsync(204, [], false, token);
            return ScriptedDispatcher.Ok(invocation, "");
        };

        using var answer = await server.Client.GetAsync("/default/web/", Token);

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Null(Assert.Single(server.Dispatcher.Requests).Body);
        Assert.Equal(0, server.Dispatcher.Requests.First().BodyLength);
    }

    [Fact]
    public async Task A_failure_before_the_head_is_an_error_object()
    {
        await using var server = await GatewayServer.StartAsync();
        server.Routes.AddWithTrigger("web", FunctionType.Http);
        server.Dispatcher.OnHttp = (invocation, _, _) => Task.FromResult(ScriptedDispatcher.Failed(invocation, 446, "nothing listens on port 9000"));

        using var answer = await server.Client.GetAsync("/default/web/", Token);

        Assert.Equal(446, (int)answer.StatusCode);
        Assert.Contains("port 9000", await answer.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failure_after_the_head_breaks_the_answer_off()
    {
        await using var server = await GatewayServer.StartAsync();
        server.Routes.AddWithTrigger("web", FunctionType.Http);
        server.Dispatcher.OnHttp = async (invocation, sink, token) =>
        {
            await sink.OnHeadAsync(200, [], false, token);
            await sink.OnBodyAsync("half"u8.ToArray(), token);
            return ScriptedDispatcher.Failed(invocation, 433, "time is up");
        };

        await Assert.ThrowsAsync<HttpRequestException>(() => server.Client.GetStringAsync("/default/web/", Token));
    }

    [Fact]
    public async Task An_undeclared_body_over_the_limit_is_413()
    {
        await using var server = await GatewayServer.StartAsync();
        server.Routes.AddWithTrigger("web", FunctionType.Http);
        server.Dispatcher.OnHttp = async (invocation, _, token) =>
        {
            await ReadAllAsync(invocation.Body!, token);
            await Task.Delay(Timeout.Infinite, token);
            throw new InvalidOperationException("not reached");
        };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/default/web/") { Content = new ByteArrayContent(new byte[(6 * 1024 * 1024) + 1]) };
        request.Headers.TransferEncodingChunked = true;

        using var answer = await server.Client.SendAsync(request, Token);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    private static string Header(IReadOnlyList<KeyValuePair<string, string>> headers, string name) =>
        Assert.Single(headers, header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

    private static async Task<ReadOnlyMemory<byte>> ReadAllAsync(PipeReader reader, CancellationToken token)
    {
        using var whole = new MemoryStream();
        await reader.CopyToAsync(whole, token);
        return whole.ToArray();
    }

    private static Task SendAsync(NetworkStream stream, string text) => stream.WriteAsync(Encoding.ASCII.GetBytes(text), Token).AsTask();

    private static async Task<string> ReadUntilAsync(NetworkStream stream, string end)
    {
        var text = new StringBuilder();
        var buffer = new byte[1];
        while (!text.ToString().EndsWith(end, StringComparison.Ordinal))
        {
            if (await stream.ReadAsync(buffer, Token) == 0) throw new IOException($"The connection ended after: {text}");
            text.Append((char)buffer[0]);
        }
        return text.ToString();
    }
}
