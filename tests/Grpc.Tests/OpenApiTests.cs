using System.Text.Json.Nodes;
using Google.Api;
using Microsoft.OpenApi;
using ScfAspire.Api.Grpc;
using ScfAspire.Grpc.Tests.Host;

namespace ScfAspire.Grpc.Tests;

public sealed class OpenApiTests
{
    [Fact]
    public async Task Every_method_is_in_the_document_that_is_served_and_the_document_is_valid()
    {
        await using var host = await PublicApiHost.StartAsync();
        using var http = host.Http();
        var text = await http.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative), TestContext.Current.CancellationToken);

        var read = OpenApiDocument.Parse(text, "json");
        Assert.Empty(read.Diagnostic!.Errors);
        var operations = read.Document!.Paths.SelectMany(p => p.Value.Operations!).ToDictionary(o => o.Value.OperationId!, o => o);
        foreach (var method in PublicServices.Descriptors.SelectMany(s => s.Methods))
        {
            Assert.NotNull(method.GetOptions()?.GetExtension(AnnotationsExtensions.Http));
            var operation = Assert.Contains($"{method.Service.Name}_{method.Name}", (IReadOnlyDictionary<string, KeyValuePair<HttpMethod, OpenApiOperation>>)operations);
            var closed = $"/{method.Service.FullName}/{method.Name}" != PublicServices.Exchange;
            Assert.Equal(closed, operation.Value.Security is { Count: > 0 });
        }
        Assert.Equal(PublicServices.Descriptors.Sum(s => s.Methods.Count), operations.Count);
    }

    [Fact]
    public async Task Paths_parameters_and_bodies_are_those_of_the_annotations()
    {
        await using var host = await PublicApiHost.StartAsync();
        using var http = host.Http();
        var json = JsonNode.Parse(await http.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative), TestContext.Current.CancellationToken))!;

        var create = json["paths"]!["/v1/namespaces/{namespace}/functions"]!["post"]!;
        var alias = json["paths"]!["/v1/namespaces/{namespace}/functions/{function}/aliases/{alias}"]!["patch"]!;
        var invoke = json["paths"]!["/v1/namespaces/{namespace}/functions/{function}:invoke"]!["post"]!;
        var function = json["components"]!["schemas"]!["Function"]!["properties"]!;

        Assert.Equal(["path namespace", "query functionId"], Parameters(create));
        Assert.Equal("#/components/schemas/Function", create["requestBody"]!["content"]!["application/json"]!["schema"]!["$ref"]!.GetValue<string>());
        Assert.Equal(["path namespace", "path function", "path alias", "query updateMask"], Parameters(alias));
        Assert.Equal("#/components/schemas/InvokeRequest", invoke["requestBody"]!["content"]!["application/json"]!["schema"]!["$ref"]!.GetValue<string>());
        Assert.True(function["uid"]!["readOnly"]!.GetValue<bool>());
        Assert.Equal("string", function["environment"]!["additionalProperties"]!["type"]!.GetValue<string>());
    }

    private static IEnumerable<string> Parameters(JsonNode operation) =>
        operation["parameters"]!.AsArray().Select(p => $"{p!["in"]!.GetValue<string>()} {p["name"]!.GetValue<string>()}");
}
