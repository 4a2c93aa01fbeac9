using System.Text.Json;
using System.Text.Json.Nodes;
using ScfAspire.Api.Tests.Hosting;

namespace ScfAspire.Api.Tests.Scf;

public sealed class BadInputTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    public static TheoryData<string, string, string> Requests => new()
    {
        { "InvalidParameterValue.ZipFile", "Code.ZipFile", "bm90IGEgemlw" },
        { "InvalidParameterValue.ZipFile", "Code.ZipFile", TestZips.Base64(("../evil", "x")) },
        { "InvalidParameterValue.ZipFile", "Code.ZipFile", TestZips.Base64(("/etc/evil", "x")) },
        { "InvalidParameterValue.ZipFile", "Code.ZipFile", TestZips.LinkOutwards() },
        { "InvalidParameterValue.ZipFile", "Code.ZipFile", TestZips.Bomb() },
        { "InvalidParameterValue.ZipFileBase64BinasciiError", "Code.ZipFile", "***" },
        { "MissingParameter.Code", "Code.Nothing", "" },
        { "InvalidParameterValue.CodeSource", "Code.CosObjectName", "/code.zip" },
        { "ResourceNotFound.Demo", "Code.DemoId", "demo-1" },
        { "InvalidParameterValue.Runtime", "Runtime", "Cobol85" },
        { "InvalidParameterValue.Runtime", "Runtime", "Python2.7" },
        { "MissingParameter.Runtime", "Runtime", "" },
        { "InvalidParameterValue.Handler", "Handler", "index" },
        { "InvalidParameterValue.Handler", "Handler", "" },
        { "InvalidParameterValue.FunctionName", "FunctionName", "1bad" },
        { "InvalidParameterValue.FunctionName", "FunctionName", "bad-" },
        { "MissingParameter", "FunctionName", "" },
        { "InvalidParameterValue.Namespace", "Namespace", "no/slash" },
        { "ResourceNotFound.Namespace", "Namespace", "nowhere" },
        { "InvalidParameterValue.MemorySize", "MemorySize", "100" },
        { "InvalidParameterValue", "MemorySize", "much" },
        { "LimitExceeded.Timeout", "Timeout", "901" },
        { "LimitExceeded.InitTimeout", "InitTimeout", "1" },
        { "InvalidParameterValue.Type", "Type", "Batch" },
        { "InvalidParameterValue.MaxConcurrency", "InstanceConcurrencyConfig.MaxConcurrency", "101" },
        { "InvalidParameterValue.ProtocolType", "ProtocolType", "WS" },
        { "UnsupportedOperation.AsyncRunEnable", "AsyncRunEnable", "TRUE" },
        { "UnsupportedOperation.DiskSize", "DiskSize", "1024" },
        { "UnsupportedOperation", "InstallDependency", "TRUE" },
        { "InvalidParameterValue.DeadLetterConfig", "DeadLetterConfig.Name", "queue" },
        { "ResourceNotFound.Layer", "Layers.0.LayerName", "layer" },
        { "InvalidParameterValue.EnvironmentSystemProtect", "Environment.Variables.0.Key", "SCF_X" },
        { "InvalidParameterValue.Environment", "Environment.Variables.0.Key", "9" },
        { "InvalidParameterValue.EnvironmentExceededLimit", "Environment.Variables.0.Value", new string('v', 5000) },
        { "InvalidParameterValue.Description", "Description", new string('d', 1001) },
    };

    [Theory]
    [MemberData(nameof(Requests), DisableDiscoveryEnumeration = true)]
    public async Task Each_has_its_error_and_leaves_nothing_behind(string code, string field, string value)
    {
        var fields = new Dictionary<string, string>
        {
            ["Action"] = "CreateFunction",
            ["FunctionName"] = "bad-input",
            ["Runtime"] = "Nodejs18.15",
            ["Handler"] = "index.main_handler",
            ["Environment.Variables.0.Key"] = "K",
            ["Environment.Variables.0.Value"] = "v",
        };
        if (!field.StartsWith("Code.", StringComparison.Ordinal)) fields["Code.ZipFile"] = TestZips.Hello();
        if (!field.StartsWith("Environment.", StringComparison.Ordinal))
        {
            fields.Remove("Environment.Variables.0.Key");
            fields.Remove("Environment.Variables.0.Value");
        }

        fields[field] = value;
        var response = await fixture.Client.SendAsync(fixture.Client.SignV1(fields));
        Assert.Equal(code, ScfClient.ErrorOf(response));
        Assert.NotEqual("", response.GetProperty("Error").GetProperty("Message").GetString());
        Assert.Equal(0L, await fixture.ScalarAsync<long>("SELECT (SELECT count(*) FROM control.function) + (SELECT count(*) FROM control.package) + (SELECT count(*) FROM control.package_chunk)"));
    }

    [Fact]
    public async Task A_body_that_is_far_too_large_is_refused()
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new JsonObject { ["FunctionName"] = "big", ["Code"] = new JsonObject { ["ZipFile"] = new string('A', 76 * 1024 * 1024) } });
        Assert.Equal("InvalidParameter.RequestTooLarge", ScfClient.ErrorOf(await fixture.Client.SendAsync(fixture.Client.Sign("CreateFunction", body))));
    }
}
