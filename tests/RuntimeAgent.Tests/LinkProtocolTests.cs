using ScfAspire.Contracts.Internal.V1;
using ScfAspire.Contracts.Link;
using ScfAspire.RuntimeAgent.Tests.Doubles;

namespace ScfAspire.RuntimeAgent.Tests;

/// <summary>What an agent makes of a Dispatch that breaks off, or breaks the protocol.</summary>
public sealed class LinkProtocolTests(AgentUnderTest agent) : IClassFixture<AgentUnderTest>
{
    private static InvokeFrame Head(ulong instanceId, InvokeMode mode, long bodyLength) => new()
    {
        InstanceId = instanceId, RequestId = Guid.CreateVersion7(), TimeLimitMs = 30_000, Mode = mode, BodyLength = bodyLength,
        Method = mode == InvokeMode.Http ? "POST" : "", Target = mode == InvokeMode.Http ? "/" : "",
    };

    [Fact]
    public async Task A_call_that_is_cancelled_before_its_event_is_whole_never_reaches_the_function()
    {
        var id = await agent.StartedAsync(agent.Function("Nodejs20.19", "index.main_handler", FunctionPackage.Zip(("index.js", "let calls = 0; exports.main_handler = async () => ++calls;"))));
        var cancelled = agent.Link.Send(Head(id, InvokeMode.Event, 4), []);
        agent.Link.Data(cancelled, "12"u8, end: false);
        agent.Link.Cancel(cancelled);
        agent.Link.Data(cancelled, "34"u8, end: true);

        var outcome = await cancelled.OutcomeAsync();

        Assert.Equal((499, true, false), (outcome.StatusCode, outcome.NeverSaw, outcome.InstanceGone));
        var next = agent.Link.Invoke(id, "{}");
        Assert.Equal(200, (await next.OutcomeAsync()).StatusCode);
        Assert.Equal("1", next.Text);
    }

    [Fact]
    public async Task A_call_that_is_cancelled_before_a_custom_runtime_fetches_it_is_never_given_to_it()
    {
        // Says what it has seen, and takes its time before it asks for more.
        const string Bootstrap = """
            #!/bin/bash
            request() {
              exec 3<>/dev/tcp/$SCF_RUNTIME_API/$SCF_RUNTIME_API_PORT
              printf '%s %s HTTP/1.1\r\nHost: scf\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s' "$1" "$2" "${#3}" "$3" >&3
              response=$(cat <&3)
              exec 3>&-
            }
            request POST /runtime/init/ready ' '
            while true; do
              request GET /runtime/invocation/next
              seen=$seen$(sed '1,/^\r*$/d' <<<"$response")
              request POST /runtime/invocation/response "$seen"
              sleep 3
            done
            """;
        var id = await agent.StartedAsync(agent.Function("CustomRuntime", "", FunctionPackage.Zip(("+bootstrap", Bootstrap))));
        Assert.Equal(200, (await agent.Link.Invoke(id, "1").OutcomeAsync()).StatusCode);
        var cancelled = agent.Link.Invoke(id, "2");
        agent.Link.Cancel(cancelled);
        var outcome = await cancelled.OutcomeAsync();
        Assert.Equal((499, false), (outcome.StatusCode, outcome.InstanceGone));

        var next = agent.Link.Invoke(id, "3");

        Assert.Equal(200, (await next.OutcomeAsync()).StatusCode);
        Assert.Equal("13", next.Text);
    }

    [Fact]
    public async Task What_was_said_on_one_connection_opens_no_other()
    {
        using var first = await agent.ConnectAsync();
        var id = await agent.StartedAsync(agent.Function("Nodejs20.19", "index.main_handler", FunctionPackage.Zip(("index.js", "exports.main_handler = async () => 1;"))));
        Assert.Equal(200, (await first.Invoke(id, "{}").OutcomeAsync()).StatusCode);

        using var replay = await LinkClient.ReplayAsync(agent.LinkPath, first);
        var call = replay.Invoke(id, "{}");

        var away = await replay.Away;
        Assert.Equal(GoAwayCode.Refused, away.Code);
        await replay.Closed;
        Assert.False(call.Ended);
    }

    [Theory]
    [InlineData(FrameLimits.Version - 1)]
    [InlineData(FrameLimits.Version + 1)]
    public async Task Another_version_is_told_ours(ushort version)
    {
        using var link = await LinkClient.ConnectAsync(agent.LinkPath, AgentUnderTest.Key, version: version);
        var away = await link.Away;
        Assert.Equal((GoAwayCode.Refused, $"This agent speaks version {FrameLimits.Version}."), (away.Code, away.Text));
        await link.Closed;
    }

    [Fact]
    public async Task Bytes_beyond_a_calls_window_end_the_link()
    {
        var id = await agent.StartedAsync(agent.Function(
            "Nodejs20.19", "", FunctionPackage.Zip(("+scf_bootstrap", "#!/bin/bash\nexec /var/lang/node20/bin/node app.js\n"), ("app.js", "require('net').createServer((socket) => socket.pause()).listen(9000, '0.0.0.0');")),
            spec => spec.Type = FunctionType.Http));
        using var link = await agent.ConnectAsync();
        var window = (int)(await link.Welcome).InitialWindow;
        var call = link.Send(Head(id, InvokeMode.Http, -1), []);

        // More than the window and what the sockets on the way to a server that does not read can hold.
        var chunk = new byte[FrameLimits.LinkPayloadBytes];
        for (var sent = 0; sent < window + (64 << 20) && !link.Away.IsCompleted; sent += chunk.Length) link.Data(call, chunk, end: false);

        var away = await link.Away;
        Assert.Equal(GoAwayCode.Protocol, away.Code);
        Assert.Contains("window", away.Text, StringComparison.Ordinal);
        await link.Closed;
    }
}
