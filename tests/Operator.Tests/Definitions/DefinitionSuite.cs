using System.Net;
using System.Text.Json.Nodes;
using k8s;
using k8s.Autorest;
using k8s.Models;
using ScfAspire.KubernetesDouble.Storage;

namespace ScfAspire.Operator.Tests.Definitions;

/// <summary>The definitions of <c>deploy/crds</c> at an API server: what it takes, fills in and refuses.</summary>
public abstract class DefinitionSuite : IAsyncLifetime
{
    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    protected abstract Kubernetes Client { get; }

    protected string Space { get; private set; } = "";

    public static TheoryData<string, string, string> Refused => new()
    {
        { "functions", """{}""", "spec.runtime: Required value" },
        { "functions", """{"runtime":"R","handler":"h","code":{"inline":{"a":"b"}},"memorySize":63}""", "spec.memorySize: Invalid value: 63: spec.memorySize in body should be greater than or equal to 64" },
        { "functions", """{"runtime":"R","handler":"h","code":{"inline":{"a":"b"}},"timeout":901}""", "spec.timeout in body should be less than or equal to 900" },
        { "functions", """{"runtime":"R","handler":"h","code":{"inline":{"a":"b"}},"type":"Cron"}""", "spec.type: Unsupported value: \"Cron\"" },
        { "functions", """{"runtime":"R","handler":"h","code":{"inline":{"a":"b"}},"functionName":"-x"}""", "spec.functionName in body should match" },
        { "functions", """{"runtime":"R","handler":"h","code":{"inline":{}}}""", "spec.code.inline in body should have at least 1 properties" },
        { "triggers", """{}""", "spec.functionRef: Required value" },
        { "triggers", """{"functionRef":{"name":"x"},"type":"timer"}""", "spec.type: Unsupported value: \"timer\"" },
        { "aliases", """{"functionRef":{"name":"x"},"version":"latest"}""", "spec.version in body should match" },
        { "functionversions", """{"functionRef":{}}""", "spec.functionRef.name: Required value" },
    };

    [Fact]
    public async Task Defaults_are_filled_in()
    {
        var function = await CreateAsync("functions", """{"runtime":"Nodejs20.19","handler":"index.main","code":{"inline":{"index.js":"1"}}}""");

        Assert.Equal(
            (128, 3, 65, 1, true, "Event"),
            (function.Integer("spec", "memorySize"), function.Integer("spec", "timeout"), function.Integer("spec", "initTimeout"), function.Integer("spec", "instanceConcurrency"),
                (bool)function["spec"]!["publicNetwork"]!, function.Text("spec", "type")));
        Assert.Equal((2, 21_600), (function.Integer("spec", "asyncConfig", "maxRetries"), function.Integer("spec", "asyncConfig", "messageTTL")));
        var trigger = await CreateAsync("triggers", """{"functionRef":{"name":"x"}}""");
        Assert.Equal(("http", "$LATEST", "NONE"), (trigger.Text("spec", "type"), trigger.Text("spec", "qualifier"), trigger.Text("spec", "http", "authType")));
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public Task What_breaks_the_schema_is_refused(string plural, string spec, string why) => RefusedAsync(() => CreateAsync(plural, spec), why);

    [Fact]
    public async Task Short_names_and_status_are_there()
    {
        var resources = (await ((IKubernetes)Client).CustomObjects.GetAPIResourcesAsync("scfaspire.io", "v1", cancellationToken: Stop)).Resources;

        Assert.Equal(
            ["aliases fna", "functions fn", "functionversions fnv", "resourcepools fnp", "triggers fnt"],
            resources.Where(each => !each.Name.Contains('/')).Select(each => $"{each.Name} {Assert.Single(each.ShortNames)}").Order(StringComparer.Ordinal));
        Assert.Equal(5, resources.Count(each => each.Name.EndsWith("/status", StringComparison.Ordinal)));
    }

    public virtual async ValueTask InitializeAsync()
    {
        await World.Manifests.ApplyAsync(Client, Stop);
        Space = (await Client.CoreV1.CreateNamespaceAsync(new() { Metadata = new() { GenerateName = "definitions-" } }, cancellationToken: Stop)).Metadata.Name;
    }

    public virtual async ValueTask DisposeAsync()
    {
        await Client.CoreV1.DeleteNamespaceAsync(Space, cancellationToken: CancellationToken.None);
        GC.SuppressFinalize(this);
    }

    protected Task<JsonObject> CreateAsync(string plural, string spec) => ((IKubernetes)Client).CustomObjects.CreateNamespacedCustomObjectAsync<JsonObject>(
        new JsonObject
        {
            ["apiVersion"] = "scfaspire.io/v1",
            ["kind"] = plural switch { "functions" => "Function", "functionversions" => "FunctionVersion", "aliases" => "Alias", _ => "Trigger" },
            ["metadata"] = new JsonObject { ["generateName"] = "some-" },
            ["spec"] = JsonNode.Parse(spec),
        },
        "scfaspire.io", "v1", Space, plural, cancellationToken: Stop);

    protected Task<JsonObject> PatchAsync(string plural, JsonObject item, string patch) => ((IKubernetes)Client).CustomObjects.PatchNamespacedCustomObjectAsync<JsonObject>(
        new V1Patch(patch, V1Patch.PatchType.MergePatch), "scfaspire.io", "v1", Space, plural, item.Name(), cancellationToken: Stop);

    protected static async Task RefusedAsync(Func<Task> call, string why)
    {
        var refused = await Assert.ThrowsAsync<HttpOperationException>(call);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Response.StatusCode);
        Assert.Contains(why, KubernetesJson.Deserialize<V1Status>(refused.Response.Content).Message, StringComparison.Ordinal);
    }
}
