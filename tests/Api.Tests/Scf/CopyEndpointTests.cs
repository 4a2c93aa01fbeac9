using ScfAspire.Api.Tests.Hosting;

namespace ScfAspire.Api.Tests.Scf;

public sealed class CopyEndpointTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private readonly ScfClient _client = fixture.Client;

    [Fact]
    public async Task A_copy_has_code_and_settings_and_no_triggers_or_versions()
    {
        var name = await SourceAsync();
        var ns = "copies" + Guid.NewGuid().ToString("N")[..8];
        await _client.CallAsync("CreateNamespace", new { Namespace = ns });

        var answer = await _client.CallAsync("CopyFunction", new { FunctionName = name, NewFunctionName = "copy", TargetNamespace = ns, TargetRegion = "ap-guangzhou", Description = "the copy" });
        Assert.False(answer.TryGetProperty("Error", out _), answer.ToString());

        var (source, copy) = (await _client.CallAsync("GetFunction", new { FunctionName = name }), await fixture.ActiveAsync("copy", ns));
        foreach (var field in new[] { "Runtime", "Handler", "MemorySize", "Timeout", "CodeSize", "Environment", "InstanceConcurrencyConfig" })
            Assert.Equal(source.GetProperty(field).ToString(), copy.GetProperty(field).ToString());
        Assert.Equal("secret", copy.GetProperty("Environment").GetProperty("Variables")[0].GetProperty("Value").GetString());
        Assert.Equal("the copy", copy.GetProperty("Description").GetString());
        Assert.NotEqual(source.GetProperty("FunctionId").GetString(), copy.GetProperty("FunctionId").GetString());
        Assert.Equal(0, copy.GetProperty("Triggers").GetArrayLength());
        Assert.Equal(1, (await _client.CallAsync("ListVersionByFunction", new { FunctionName = "copy", Namespace = ns })).GetProperty("TotalCount").GetInt32());
        await fixture.CreateAsync();
        await _client.CallAsync("DeleteFunction", new { FunctionName = name });
        Assert.Equal(TestZips.Source, (await _client.CallAsync("GetFunction", new { FunctionName = "copy", Namespace = ns, ShowCode = "TRUE" })).GetProperty("CodeInfo").GetString());
    }

    [Fact]
    public async Task A_copy_without_configuration_has_the_defaults()
    {
        var name = await SourceAsync();
        await _client.CallAsync("CopyFunction", new { FunctionName = name, NewFunctionName = name + "-bare", CopyConfiguration = false });

        var copy = await fixture.ActiveAsync(name + "-bare");

        Assert.Equal((128, 3, ""), (copy.GetProperty("MemorySize").GetInt32(), copy.GetProperty("Timeout").GetInt32(), copy.GetProperty("Description").GetString()));
        Assert.Equal(0, copy.GetProperty("Environment").GetProperty("Variables").GetArrayLength());
        Assert.Equal("index.main_handler", copy.GetProperty("Handler").GetString());
    }

    [Fact]
    public async Task A_name_that_is_taken_is_replaced_only_when_asked_for()
    {
        var (name, other) = (await SourceAsync(), await fixture.CreateAsync());
        var former = (await _client.CallAsync("GetFunction", new { FunctionName = other })).GetProperty("FunctionId").GetString();

        Assert.Equal("ResourceInUse.FunctionName", await _client.ErrorAsync("CopyFunction", new { FunctionName = name, NewFunctionName = other }));
        Assert.Equal(former, (await _client.CallAsync("GetFunction", new { FunctionName = other })).GetProperty("FunctionId").GetString());
        await _client.CallAsync("CopyFunction", new { FunctionName = name, NewFunctionName = other, Override = true });

        var copy = await fixture.ActiveAsync(other);
        Assert.Equal(256, copy.GetProperty("MemorySize").GetInt32());
        Assert.NotEqual(former, copy.GetProperty("FunctionId").GetString());
    }

    [Fact]
    public async Task What_cannot_be_copied_is_refused_and_nothing_is_deleted_for_it()
    {
        var name = await SourceAsync();
        Assert.Equal("UnsupportedOperation.CopyFunction", await _client.ErrorAsync("CopyFunction", new { FunctionName = name, NewFunctionName = name, Override = true }));
        Assert.Equal("ResourceNotFound.Function", await _client.ErrorAsync("CopyFunction", new { FunctionName = "nowhere", NewFunctionName = name, Override = true }));
        Assert.Equal("ResourceNotFound.Namespace", await _client.ErrorAsync("CopyFunction", new { FunctionName = name, NewFunctionName = "copy", TargetNamespace = "nowhere" }));
        Assert.Equal("UnsupportedOperation.Region", await _client.ErrorAsync("CopyFunction", new { FunctionName = name, NewFunctionName = "copy", TargetRegion = "eu-moon" }));
        Assert.Equal("MissingParameter", await _client.ErrorAsync("CopyFunction", new { FunctionName = name }));
        Assert.Equal("InvalidParameterValue.FunctionName", await _client.ErrorAsync("CopyFunction", new { FunctionName = name, NewFunctionName = "1bad" }));
        Assert.Equal("InvalidParameterValue.Description", await _client.ErrorAsync("CopyFunction", new { FunctionName = name, NewFunctionName = "copy", Description = new string('d', 1001) }));
        Assert.Equal("Active", (await _client.CallAsync("GetFunction", new { FunctionName = name })).GetProperty("Status").GetString());
    }

    private async Task<string> SourceAsync()
    {
        var name = await fixture.CreateAsync(settings: new
        {
            MemorySize = 256, Timeout = 30, Description = "the source", Environment = new { Variables = new[] { new { Key = "PASSWORD", Value = "secret" } } },
        });
        await _client.CallAsync("CreateTrigger", new { FunctionName = name, TriggerName = "url", Type = "http", TriggerDesc = """{"AuthType":"NONE"}""" });
        return name;
    }
}
