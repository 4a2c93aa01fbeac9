using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using ScfAspire.Contracts.Internal.V1;
using ScfAspire.Contracts.Link;
using ScfAspire.Dispatch;
using ScfAspire.Dispatch.Links;
using ScfAspire.RuntimeAgent.Hosting;
using ScfAspire.RuntimeAgent.Tests.Doubles;
using ScfAspire.ServiceDefaults;
using ScfAspire.Transport.Frames;
using ScfAspire.TestKit.Certificates;
using ScfAspire.TestKit.Folders;

namespace ScfAspire.RuntimeAgent.Tests;

/// <summary>The two real ends of a link over TCP, with real certificates.</summary>
public sealed class LinkTlsTests : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private readonly TestAuthority _authority = new();
    private readonly TestAuthority _foreign = new();
    private readonly string _address = $"tcp:127.0.0.1:{AgentUnderTest.FreePort()}";
    private AgentUnderTest? _agent;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_agent is not null) await _agent.DisposeAsync();
        _authority.Dispose();
        _foreign.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_call_passes_between_two_that_belong_to_the_installation()
    {
        await StartAgentAsync(Files("agent", _authority, _authority, IPAddress.Loopback));
        await using var link = await ConnectAsync(Files("dispatch", _authority, _authority, IPAddress.Parse("192.0.2.7")));
        var body = new byte[1_000_000];

        var call = link.Start(
            new InvokeFrame { InstanceId = 1, RequestId = Guid.CreateVersion7(), TimeLimitMs = 1_000, Mode = InvokeMode.Event, BodyLength = body.Length }, body,
            new CallDescription { RequestId = Guid.Empty, RetryNum = 0, Route = new FunctionRoute(), Version = new VersionRoute(), Qualifier = "", InvokeType = "", Start = default });
        var end = await call.Answer.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

        Assert.Equal(("The instance is not here.", true), (end.Outcome!.ErrorMessage, end.Outcome.NeverSaw));
    }

    [Fact]
    public async Task Dispatch_refuses_an_agent_whose_certificate_is_for_another_address()
    {
        await StartAgentAsync(Files("agent", _authority, _authority, IPAddress.Parse("127.0.0.2")));
        await RefusedAsync(Files("dispatch", _authority, _authority, IPAddress.Loopback));
    }

    [Fact]
    public async Task Dispatch_refuses_an_agent_of_another_authority()
    {
        await StartAgentAsync(Files("agent", _authority, _authority, IPAddress.Loopback));
        await RefusedAsync(Files("dispatch", _authority, _foreign, IPAddress.Loopback));
    }

    [Fact]
    public async Task An_agent_refuses_a_dispatch_of_another_authority()
    {
        await StartAgentAsync(Files("agent", _authority, _authority, IPAddress.Loopback));
        await RefusedAsync(Files("dispatch", _foreign, _authority, IPAddress.Loopback));
    }

    [Fact]
    public async Task An_agent_with_certificates_takes_no_link_without()
    {
        await StartAgentAsync(Files("agent", _authority, _authority, IPAddress.Loopback));
        await RefusedAsync([]);
    }

    [Fact]
    public async Task Without_certificates_a_link_on_the_machine_needs_none()
    {
        await StartAgentAsync([]);
        await using var link = await ConnectAsync([]);
        Assert.True(link.TakesCalls);
    }

    private async Task StartAgentAsync(IEnumerable<KeyValuePair<string, string?>> files)
    {
        _agent = new AgentUnderTest { Extra = [$"--{ScfEnvironment.Link}={_address}", .. files.Select(file => $"--{file.Key}={file.Value}"), AgentOptions.NoSandboxOption] };
        await _agent.InitializeAsync();
    }

    private Task<AgentLink> ConnectAsync(IEnumerable<KeyValuePair<string, string?>> files)
    {
        var tls = LinkTls.From(new ConfigurationBuilder().AddInMemoryCollection(files).Build());
        var connector = new LinkConnector(
            new InternalKey(AgentUnderTest.Key), tls, DispatchIdentity.New("test", TimeProvider.System), Options.Create(new DispatchOptions()), new NoRecords(), new FrameConnections(null), TimeProvider.System, NullLogger<AgentLink>.Instance);
        return connector.ConnectAsync(new AgentAddress("agent", _address));
    }

    private async Task RefusedAsync(IEnumerable<KeyValuePair<string, string?>> files)
    {
        var failure = await Assert.ThrowsAsync<LinkException>(() => ConnectAsync(files));
        // Somebody listens; it is the handshake that fails.
        Assert.IsNotType<System.Net.Sockets.SocketException>(failure.InnerException);
        Assert.IsNotType<OperationCanceledException>(failure.InnerException);
    }

    // The settings of one side: its certificate's authority, and the one that it trusts.
    private KeyValuePair<string, string?>[] Files(string side, TestAuthority issuer, TestAuthority trusted, IPAddress address)
    {
        var (certificate, key) = issuer.Issue(address);
        return [Write(ScfEnvironment.LinkCertFile, certificate), Write(ScfEnvironment.LinkKeyFile, key), Write(ScfEnvironment.LinkCaFile, trusted.Pem)];

        KeyValuePair<string, string?> Write(string name, string text)
        {
            var path = _folder.Combine($"{side}-{name}.pem");
            File.WriteAllText(path, text);
            return new(name, path);
        }
    }

    private sealed class NoRecords : ICallRecords
    {
        public void Add(InvocationRecord record) => Assert.Fail("No call has run.");
    }
}
