using ScfAspire.Cli.Manifests;
using ScfAspire.Cli.Tests.Running;
using ScfAspire.V1;

namespace ScfAspire.Cli.Tests;

public sealed class ManifestTests : IDisposable
{
    private readonly CliRun _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public void A_whole_manifest_is_read()
    {
        var function = Assert.Single(Read(
            """
            name: hello
            namespace: team
            runtime: Nodejs20.19
            handler: app.main
            description: says hello
            code: src
            memory: 256
            timeout: 10
            initTimeout: 30
            concurrency: 8
            publicNetwork: false
            environment:
              A: plain
              B: ${SET}
              C: ${UNSET:-otherwise}
              D: $${SET}
            triggers:
              - type: http
                name: web
                auth: cam
                qualifier: prod
            ignore: ["*.md", tests/]
            """));
        Assert.Equal(("hello", "team", "app.main", 256, 10, 30, 8, false), (function.Name, function.Namespace, function.Handler, function.MemoryMb, function.TimeoutSeconds, function.InitTimeoutSeconds, function.Concurrency, function.PublicNetwork));
        Assert.Equal(["plain", "value", "otherwise", "${SET}"], function.Environment.Values);
        Assert.Equal(("web", "prod", HttpAuthType.Cam), (function.HttpTriggers[0].Name, function.HttpTriggers[0].Qualifier, function.HttpTriggers[0].AuthType));
        Assert.Equal(Path.Combine(_cli.Work, "src"), function.Code);
        Assert.Equal(["*.md", "tests/"], function.Ignore);
    }

    [Theory]
    [InlineData("triggers: http")]
    [InlineData("triggers: [http]")]
    [InlineData("triggers:\n  - http:\n")]
    [InlineData("triggers:\n  - http: { auth: none }")]
    public void An_http_trigger_can_be_written_short(string triggers) => Assert.Equal("http", Assert.Single(Assert.Single(Read($"name: a1\nruntime: Python3.10\n{triggers}")).HttpTriggers).Name);

    [Theory]
    [InlineData("name: a1\nruntme: Python3.10", ":2:1: unknown key 'runtme' in scf.yaml; did you mean 'runtime'?")]
    [InlineData("name: a1", "'runtime' is missing")]
    [InlineData("name: a1\nruntime: x\nmemory: lots", ":3:9: 'memory' must be a whole number")]
    [InlineData("name: a1\nruntime: x\ntype: batch", "must be one of event, web")]
    [InlineData("name: a1\nruntime: x\nenvironment: [a]", "'environment' must be a mapping")]
    [InlineData("name: a1\nruntime: x\nenvironment: { A: '${UNSET}' }", "variable UNSET is not set")]
    [InlineData("name: a1\nruntime: x\ntriggers: [timer]", "must have the type http, not 'timer'")]
    [InlineData("functions: []", "holds none")]
    [InlineData("runtime: x\nfunctions:\n  - name: a1\n  - name: a1", "is there twice")]
    [InlineData("name: [", "scf.yaml:")]
    [InlineData("", "is empty")]
    [InlineData("just text", "must be a mapping")]
    public void A_wrong_manifest_is_named_by_line_and_word(string text, string message) => Assert.Contains(message, Assert.Throws<ManifestException>(() => Read(text)).Message, StringComparison.Ordinal);

    private IReadOnlyList<FunctionManifest> Read(string text) => new ManifestReader(name => name == "SET" ? "value" : null).Read(_cli.Write("scf.yaml", text));
}
