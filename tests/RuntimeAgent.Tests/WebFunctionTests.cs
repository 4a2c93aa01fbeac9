using System.Text;
using ScfAspire.Contracts.Internal.V1;
using ScfAspire.RuntimeAgent.Tests.Doubles;

namespace ScfAspire.RuntimeAgent.Tests;

public abstract class WebFunctionTests<TAgent>(TAgent agent) : IClassFixture<TAgent>
    where TAgent : AgentUnderTest
{
    private const string Server = """
        const http = require('http');
        const waiting = [];
        let cuts = 0;
        const server = http.createServer((req, res) => {
          if (req.url === '/pair') { waiting.push(res); if (waiting.length === 2) for (const each of waiting.splice(0)) each.end('both'); return; }
          if (req.url === '/large') { res.end(Buffer.alloc(7 << 20)); return; }
          if (req.url === '/headers') { res.setHeader('x-big', 'x'.repeat(5000)); res.end(); return; }
          if (req.url === '/stream') { waiting.push(res); res.writeHead(201, { 'x-own': 'yes' }); res.write('first'); return; }
          if (req.url === '/go') { waiting.pop().end('second'); res.end(); return; }
          if (req.url === '/exit') process.exit(4);
          if (req.url === '/hang') return;
          if (req.url === '/cut') { cuts++; req.socket.destroy(); return; }
          if (req.url === '/cuts') { res.end(String(cuts)); return; }
          if (req.url === '/echo') { res.writeHead(201, { 'x-own': 'yes' }); req.on('data', (chunk) => res.write(chunk)); req.on('end', () => res.end()); return; }
          res.setHeader('content-type', 'application/json');
          res.end(JSON.stringify({ method: req.method, url: req.url, headers: req.headers }));
        });
        server.on('upgrade', (req, socket) => { if (req.url === '/cut') { cuts++; socket.destroy(); return; } socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n'); socket.on('data', (data) => { if (String(data) === 'end') socket.end(); else socket.write(data); }); });
        server.listen(9000, '0.0.0.0');
        """;

    private Task<ulong> StartAsync(int concurrency = 1) => agent.StartedAsync(agent.Function(
        "Nodejs20.19", "", FunctionPackage.Zip(("+scf_bootstrap", "#!/bin/bash\nexec /var/lang/node20/bin/node app.js\n"), ("app.js", Server)), spec =>
        {
            spec.Type = FunctionType.Http;
            spec.InstanceConcurrency = concurrency;
        }));

    [Fact]
    public async Task A_request_reaches_the_server_with_the_platforms_headers_and_none_of_the_callers()
    {
        var id = await StartAsync();
        var call = agent.Link.Http(id, "GET", "/a%2Fb/../c?x=1&y=%20", headers: [new("Host", "shop.test"), new("X-Scf-Memory", "1"), new("Connection", "close"), new("X-Own", "kept"), new("X-Name", "grüße")]);
        var outcome = await call.OutcomeAsync();
        Assert.Equal(200, outcome.StatusCode);
        Assert.Equal(200, (await call.HeadAsync()).StatusCode);
        using var seen = System.Text.Json.JsonDocument.Parse(call.Text);
        Assert.Equal("/a%2Fb/../c?x=1&y=%20", seen.RootElement.GetProperty("url").GetString());
        var headers = seen.RootElement.GetProperty("headers");
        Assert.Equal("shop.test", headers.GetProperty("host").GetString());
        Assert.Equal("kept", headers.GetProperty("x-own").GetString());
        // Node reads the bytes of a header as Latin-1.
        Assert.Equal("grüße", Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(headers.GetProperty("x-name").GetString()!)));
        Assert.Equal("256", headers.GetProperty("x-scf-memory").GetString());
        Assert.Equal("30000", headers.GetProperty("x-scf-timeout").GetString());
        Assert.Equal(call.RequestId.ToString(), headers.GetProperty("x-scf-request-id").GetString());
        Assert.DoesNotContain("Response RequestId", outcome.LogTail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_requests_are_in_one_instance_at_once()
    {
        var id = await StartAsync(concurrency: 2);
        var first = agent.Link.Http(id, "GET", "/pair");
        var second = agent.Link.Http(id, "GET", "/pair");
        Assert.Equal(200, (await first.OutcomeAsync()).StatusCode);
        Assert.Equal(200, (await second.OutcomeAsync()).StatusCode);
        Assert.Equal("both", first.Text);
        Assert.Equal("both", second.Text);
    }

    [Fact]
    public async Task An_answer_streams_while_it_is_made()
    {
        var id = await StartAsync(concurrency: 2);
        var call = agent.Link.Http(id, "GET", "/stream");
        await call.Chunks.FirstAsync(chunk => chunk == "first");
        Assert.Equal(201, (await call.HeadAsync()).StatusCode);
        Assert.Contains(new("x-own", "yes"), (await call.HeadAsync()).Headers);
        Assert.Equal(200, (await agent.Link.Http(id, "GET", "/go").OutcomeAsync()).StatusCode);
        Assert.Equal(200, (await call.OutcomeAsync()).StatusCode);
        Assert.Equal("firstsecond", call.Text);
    }

    [Fact]
    public async Task A_body_of_unknown_length_is_passed_on()
    {
        var call = agent.Link.Send(new ScfAspire.Contracts.Link.InvokeFrame
        {
            InstanceId = await StartAsync(), RequestId = Guid.CreateVersion7(), TimeLimitMs = 30_000, Mode = ScfAspire.Contracts.Link.InvokeMode.Http, BodyLength = -1, Method = "POST", Target = "/echo",
            Headers = [new("Host", "t")],
        }, []);
        agent.Link.Data(call, "first"u8, end: false);
        agent.Link.Data(call, "second"u8, end: true);
        Assert.Equal(200, (await call.OutcomeAsync()).StatusCode);
        Assert.Equal("firstsecond", call.Text);
    }

    [Fact]
    public async Task A_large_body_passes_under_flow_control()
    {
        var id = await StartAsync();
        using var slow = await agent.ConnectAsync(window: 100_000);
        await slow.Welcome;
        var body = new byte[200_000];
        Random.Shared.NextBytes(body);
        var call = slow.Http(id, "POST", "/echo", body);
        while (call.Bytes.Length < 100_000) await call.Chunks.FirstAsync(_ => call.Bytes.Length >= 100_000);
        Assert.Equal(100_000, call.Bytes.Length);
        slow.Window(call, 1_000_000);
        Assert.Equal(200, (await call.OutcomeAsync()).StatusCode);
        Assert.Equal(body, call.Bytes);
    }

    [Fact]
    public async Task An_upgraded_connection_is_a_stream_both_ways()
    {
        var id = await StartAsync();
        var call = agent.Link.Send(new ScfAspire.Contracts.Link.InvokeFrame
        {
            InstanceId = id, RequestId = Guid.CreateVersion7(), TimeLimitMs = 30_000, Mode = ScfAspire.Contracts.Link.InvokeMode.Http, BodyLength = -1, Method = "GET", Target = "/ws",
            Headers = [new("Host", "t"), new("Upgrade", "echo")],
        }, []);
        var head = await call.HeadAsync();
        Assert.Equal(101, head.StatusCode);
        Assert.True(head.Upgraded);
        agent.Link.Data(call, "ping"u8, end: false);
        await call.Chunks.FirstAsync(chunk => chunk == "ping");
        agent.Link.Data(call, "end"u8, end: false);
        Assert.Equal(200, (await call.OutcomeAsync()).StatusCode);
    }

    [Theory]
    [InlineData("/large")]
    [InlineData("/headers")]
    public async Task Answers_over_the_limits_are_407(string target)
    {
        var call = agent.Link.Http(await StartAsync(), "GET", target);
        Assert.Equal(407, (await call.OutcomeAsync()).StatusCode);
    }

    [Fact]
    public async Task A_server_that_exits_is_439()
    {
        var outcome = await agent.Link.Http(await StartAsync(), "GET", "/exit").OutcomeAsync();
        Assert.Equal(439, outcome.StatusCode);
        Assert.True(outcome.InstanceGone);
    }

    [Theory]
    [InlineData("GET", false, false)]
    [InlineData("GET", true, false)]
    [InlineData("DELETE", true, false)]
    [InlineData("POST", true, false)]
    [InlineData("GET", true, true)]
    public async Task A_request_that_the_server_cuts_off_is_not_sent_again(string method, bool connected, bool upgrade)
    {
        var id = await StartAsync();
        if (connected) Assert.Equal(200, (await agent.Link.Http(id, "GET", "/").OutcomeAsync()).StatusCode);
        var outcome = await agent.Link.Http(id, method, "/cut", headers: upgrade ? [new("Host", "t"), new("Upgrade", "echo")] : [new("Host", "t")]).OutcomeAsync();
        Assert.Equal(430, outcome.StatusCode);
        Assert.False(outcome.InstanceGone);
        var count = agent.Link.Http(id, "GET", "/cuts");
        Assert.Equal(200, (await count.OutcomeAsync()).StatusCode);
        Assert.Equal("1", count.Text);
    }

    [Fact]
    public async Task A_request_over_its_time_is_433()
    {
        var outcome = await agent.Link.Http(await StartAsync(), "GET", "/hang", timeLimitMs: 1000).OutcomeAsync();
        Assert.Equal(433, outcome.StatusCode);
        Assert.True(outcome.InstanceGone);
    }

    [Fact]
    public async Task A_request_whose_caller_is_gone_ends_and_the_instance_stays()
    {
        var id = await StartAsync();
        var call = agent.Link.Http(id, "GET", "/hang");
        agent.Link.Cancel(call);
        var outcome = await call.OutcomeAsync();
        Assert.Equal(499, outcome.StatusCode);
        Assert.False(outcome.InstanceGone);
        Assert.Equal(200, (await agent.Link.Http(id, "GET", "/").OutcomeAsync()).StatusCode);
    }

    [Fact]
    public async Task Echo_of_text_survives()
    {
        var call = agent.Link.Http(await StartAsync(), "POST", "/echo", Encoding.UTF8.GetBytes("grüße"));
        Assert.Equal(200, (await call.OutcomeAsync()).StatusCode);
        Assert.Equal("grüße", call.Text);
    }
}
