using k8s;

namespace ScfAspire.Operator.Tests.Definitions;

/// <summary>The definitions at the cluster that <c>KUBECONFIG</c> names, which knows rules in CEL too.</summary>
[Trait("Category", "Cluster")]
public sealed class ClusterDefinitionTests : DefinitionSuite
{
    private const string Good = """{"runtime":"Nodejs20.19","handler":"index.main","functionName":"One","code":{"inline":{"index.js":"1"}}}""";

    private readonly Kubernetes _client = new(KubernetesClientConfiguration.BuildConfigFromConfigFile(Environment.GetEnvironmentVariable("KUBECONFIG")));

    protected override Kubernetes Client => _client;

    [Theory]
    [InlineData("functions", """{"runtime":"R","handler":"h"}""", "either code or image is needed, and not both")]
    [InlineData("functions", """{"runtime":"R","handler":"h","image":"i","code":{"inline":{"a":"b"}}}""", "either code or image is needed, and not both")]
    [InlineData("functions", """{"runtime":"Nodejs20.19","code":{"inline":{"a":"b"}}}""", "an event function needs a handler")]
    [InlineData("functions", """{"runtime":"R","handler":"h","memorySize":100,"code":{"inline":{"a":"b"}}}""", "memorySize must be 64 or a multiple of 128")]
    [InlineData("functions", """{"runtime":"R","handler":"h","environment":{"SCF_X":"1"},"code":{"inline":{"a":"b"}}}""", "SCF_, QCLOUD_ and TENCENTCLOUD_ are reserved")]
    [InlineData("functions", """{"runtime":"R","handler":"h","code":{"inline":{"a":"b"},"configMapRef":{"name":"c"}}}""", "exactly one of inline, configMapRef and package is needed")]
    [InlineData("functions", """{"runtime":"R","handler":"h","code":{"package":{}}}""", "exactly one of zipFile and configMapRef is needed")]
    [InlineData("aliases", """{"functionRef":{"name":"x"}}""", "either version or versionRef is needed, and not both")]
    [InlineData("aliases", """{"functionRef":{"name":"x"},"version":"1","additional":{"version":"2"}}""", "either weight or rule is needed, and not both")]
    public Task What_breaks_a_rule_is_refused(string plural, string spec, string why) => RefusedAsync(() => CreateAsync(plural, spec), why);

    [Theory]
    [InlineData("""{"spec":{"functionName":"Two"}}""", "functionName cannot change")]
    [InlineData("""{"spec":{"functionName":null}}""", "functionName cannot change")]
    [InlineData("""{"spec":{"runtime":"Python3.10"}}""", "runtime cannot change")]
    [InlineData("""{"spec":{"type":"HTTP"}}""", "type cannot change")]
    public async Task What_cannot_change_stays(string patch, string why)
    {
        var function = await CreateAsync("functions", Good);

        await RefusedAsync(() => PatchAsync("functions", function, patch), why);
        await PatchAsync("functions", function, """{"spec":{"memorySize":256}}""");
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _client.Dispose();
    }
}
