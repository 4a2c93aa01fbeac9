using ScfAspire.RuntimeAgent.Hosting;
using ScfAspire.RuntimeAgent.Tests.Doubles;
using ScfAspire.ServiceDefaults;

namespace ScfAspire.RuntimeAgent.Tests;

public sealed class StartTests
{
    [Fact]
    public async Task Without_sandbox_only_when_asked_and_it_says_so()
    {
        var agent = new AgentUnderTest { Extra = [AgentOptions.NoSandboxOption] };
        await agent.InitializeAsync();
        var report = await agent.Platform.Reports.FirstAsync(_ => true);
        Assert.Equal("none", report.Isolation);
        var id = await agent.StartedAsync(agent.Function("Nodejs20.19", "index.main_handler", FunctionPackage.Zip(("index.js", "exports.main_handler = async () => 'plain';"))));
        var call = agent.Link.Invoke(id, "{}");
        Assert.Equal(200, (await call.OutcomeAsync()).StatusCode);
        Assert.Equal("\"plain\"", call.Text);
        await agent.DisposeAsync();
    }

    [Fact]
    public async Task Starts_under_way_take_their_room_once()
    {
        var agent = new AgentUnderTest { Extra = ["--SCF_MEMORY_MB=768", AgentOptions.NoSandboxOption] };
        await agent.InitializeAsync();
        // All three are under way at the same time.
        var code = FunctionPackage.Zip(("index.js", "Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1000); exports.main_handler = async () => 1;"));

        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => agent.StartedAsync(agent.Function("Nodejs20.19", "index.main_handler", code))));

        var (_, fourth) = await agent.StartAsync(agent.Function("Nodejs20.19", "index.main_handler", code));
        Assert.Equal((449, true), (fourth.Failed.StatusCode, fourth.Failed.Shortage));
        await agent.DisposeAsync();
    }

    [Fact]
    public async Task Two_agents_do_not_share_a_data_folder()
    {
        var agent = new AgentUnderTest { Extra = [AgentOptions.NoSandboxOption] };
        await agent.InitializeAsync();
        var failure = await Assert.ThrowsAsync<ConfigurationException>(() => AgentHost.BuildAsync(agent.Arguments));
        Assert.Equal($"Another agent uses the data folder {agent.DataDir}.", failure.Message);
        await agent.DisposeAsync();
    }

    [Theory]
    [InlineData("--SCF_LINK=http://x", "SCF_LINK=http://x is neither unix:/path nor tcp:host:port.")]
    [InlineData("--SCF_LINK=tcp:0.0.0.0:1", "SCF_LINK=tcp:0.0.0.0:1: a TCP link beyond this machine needs TLS: set SCF_LINK_CERT_FILE, SCF_LINK_KEY_FILE and SCF_LINK_CA_FILE.")]
    [InlineData("--SCF_LINK=tcp:127.0.0.1", "SCF_LINK=tcp:127.0.0.1: there is no port.")]
    [InlineData("--SCF_LINK_CERT_FILE=/x", "SCF_LINK_KEY_FILE and SCF_LINK_CA_FILE must be set too: TLS of the links needs a certificate, its key and the authority.")]
    [InlineData("--no-sandbox", "--no-sandbox is not an option; there are --unsafe-no-sandbox and --pod.")]
    public async Task A_bad_setting_is_told_in_one_line(string argument, string message)
    {
        string[] arguments = [.. AgentUnderTest.ArgumentsFor("http://127.0.0.1:1", "/tmp/never-made", "/tmp/never-made.sock", 1), argument];
        var failure = await Assert.ThrowsAsync<ConfigurationException>(() => AgentHost.BuildAsync(arguments));
        Assert.Equal(message, failure.Message);
    }

    [Fact]
    public async Task A_link_with_the_wrong_key_is_refused()
    {
        var agent = new AgentUnderTest { Extra = [AgentOptions.NoSandboxOption] };
        await agent.InitializeAsync();
        using var client = await LinkClient.ConnectAsync(agent.LinkPath, new string('x', 32));
        var away = await client.Away;
        Assert.Equal(Contracts.Link.GoAwayCode.Refused, away.Code);
        await client.Closed;
        await agent.DisposeAsync();
    }
}
