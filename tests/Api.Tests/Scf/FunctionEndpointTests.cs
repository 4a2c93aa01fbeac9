using System.Text.Json;
using ScfAspire.Api.Tests.Hosting;

namespace ScfAspire.Api.Tests.Scf;

public sealed class FunctionEndpointTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private readonly ScfClient _client = fixture.Client;

    [Fact]
    public async Task A_created_function_shows_what_was_set_and_the_defaults()
    {
        var name = await fixture.CreateAsync(settings: new
        {
            Description = "a function",
            Environment = new { Variables = new[] { new { Key = "COLOUR", Value = "blue" } } },
            InstanceConcurrencyConfig = new { DynamicEnabled = "FALSE", MaxConcurrency = 64 },
            SomethingUnknown = new { A = 1 },
        });
        var function = await _client.CallAsync("GetFunction", new { FunctionName = name, ShowCode = "TRUE" });
        Assert.Equal("Nodejs18.15", function.GetProperty("Runtime").GetString());
        Assert.Equal(128, function.GetProperty("MemorySize").GetInt32());
        Assert.Equal(3, function.GetProperty("Timeout").GetInt32());
        Assert.Equal("$LATEST", function.GetProperty("FunctionVersion").GetString());
        Assert.Equal("blue", function.GetProperty("Environment").GetProperty("Variables")[0].GetProperty("Value").GetString());
        Assert.Equal(64, function.GetProperty("InstanceConcurrencyConfig").GetProperty("MaxConcurrency").GetInt32());
        Assert.Equal(TestZips.Source, function.GetProperty("CodeInfo").GetString());
        Assert.Matches(@"\A\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\z", function.GetProperty("AddTime").GetString()!);
    }

    [Fact]
    public async Task Environment_values_are_not_readable_in_the_store()
    {
        var name = await fixture.CreateAsync(settings: new { Environment = new { Variables = new[] { new { Key = "PASSWORD", Value = "hunter2hunter2" } } } });
        var stored = await fixture.ScalarAsync<string>(
            $"SELECT v.configuration::text || encode(v.environment, 'escape') FROM control.function_version v JOIN control.function f ON f.id = v.function_id WHERE f.name = '{name}'");
        Assert.DoesNotContain("hunter2", stored, StringComparison.Ordinal);
        Assert.DoesNotContain("PASSWORD", stored, StringComparison.Ordinal);
        Assert.DoesNotContain(ApiProcess.SecretKey, await fixture.ScalarAsync<string>("SELECT string_agg(encode(secret_key, 'escape'), '') FROM control.credential"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_function_has_the_code_that_makes_tools_create_it()
    {
        Assert.Equal("ResourceNotFound.Function", await _client.ErrorAsync("GetFunction", new { FunctionName = "nowhere" }));
        Assert.Equal("ResourceNotFound.Namespace", await _client.ErrorAsync("GetFunction", new { FunctionName = "nowhere", Namespace = "none" }));
        Assert.Equal("MissingParameter", await _client.ErrorAsync("GetFunction", new { }));
    }

    [Fact]
    public async Task A_name_can_be_taken_once_and_again_after_deletion()
    {
        var name = await fixture.CreateAsync();
        var first = (await fixture.ActiveAsync(name)).GetProperty("FunctionId").GetString();
        var fields = new { FunctionName = name, Runtime = "Nodejs18.15", Handler = "index.main_handler", Code = new { ZipFile = TestZips.Hello() } };
        Assert.Equal("ResourceInUse.Function", await _client.ErrorAsync("CreateFunction", fields));
        await _client.CallAsync("DeleteFunction", new { FunctionName = name });
        Assert.Equal("ResourceNotFound.Function", await _client.ErrorAsync("GetFunction", new { FunctionName = name }));
        await _client.CallAsync("CreateFunction", fields);
        Assert.NotEqual(first, (await fixture.ActiveAsync(name)).GetProperty("FunctionId").GetString());
    }

    [Fact]
    public async Task An_update_of_code_and_settings_takes_force()
    {
        var name = await fixture.CreateAsync();
        const string Changed = "exports.main_handler = async () => 2;\n";
        await _client.CallAsync("UpdateFunctionCode", new { FunctionName = name, ZipFile = TestZips.Hello(Changed), Handler = "index.other" });
        await fixture.ActiveAsync(name);
        await _client.CallAsync("UpdateFunctionConfiguration", new { FunctionName = name, Timeout = "10", MemorySize = 256, Environment = new { Variables = new[] { new { Key = "A", Value = "1" } } } });
        await fixture.ActiveAsync(name);
        await _client.CallAsync("UpdateFunctionConfiguration", new { FunctionName = name, Description = "kept" });
        var function = await fixture.ActiveAsync(name);
        var withCode = await _client.CallAsync("GetFunction", new { FunctionName = name, ShowCode = true });
        Assert.Equal(Changed, withCode.GetProperty("CodeInfo").GetString());
        Assert.Equal("index.other", function.GetProperty("Handler").GetString());
        Assert.Equal(10, function.GetProperty("Timeout").GetInt32());
        Assert.Equal(256, function.GetProperty("MemorySize").GetInt32());
        Assert.Equal("1", function.GetProperty("Environment").GetProperty("Variables")[0].GetProperty("Value").GetString());
        await _client.CallAsync("UpdateFunctionConfiguration", new { FunctionName = name, Environment = new { Variables = new[] { new { Key = "", Value = "" } } } });
        Assert.Equal(0, (await fixture.ActiveAsync(name)).GetProperty("Environment").GetProperty("Variables").GetArrayLength());
    }

    [Fact]
    public async Task Listing_filters_and_pages()
    {
        await _client.CallAsync("CreateNamespace", new { Namespace = "listing" });
        var names = new List<string>();
        for (var i = 0; i < 3; i++) names.Add(await fixture.CreateAsync("listing"));
        var page = await _client.CallAsync("ListFunctions", new { Namespace = "listing", Orderby = "FunctionName", Order = "ASC", Offset = 1, Limit = 1 });
        Assert.Equal(3, page.GetProperty("TotalCount").GetInt32());
        Assert.Equal(names.Order(StringComparer.Ordinal).ElementAt(1), page.GetProperty("Functions")[0].GetProperty("FunctionName").GetString());
        Assert.Equal(1, await CountAsync(new { Namespace = "listing", SearchKey = names[0][..8] }));
        Assert.Equal(3, await CountAsync(new { Namespace = "listing", Filters = new[] { new { Name = "Runtime", Values = new[] { "Nodejs18.15", "Python3.10" } } } }));
        Assert.Equal(0, await CountAsync(new { Namespace = "listing", Filters = new[] { new { Name = "Status", Values = new[] { "CreateFailed" } } } }));
        Assert.Equal(0, await CountAsync(new { Namespace = "listing", SearchKey = "%" }));
        Assert.Equal("InvalidParameterValue", await _client.ErrorAsync("ListFunctions", new { Filters = new[] { new { Name = "'; DROP TABLE control.function; --", Values = new[] { "x" } } } }));
        Assert.Equal("ResourceInUse.Namespace", await _client.ErrorAsync("DeleteNamespace", new { Namespace = "listing" }));
    }

    [Fact]
    public async Task Versions_freeze_code_and_settings()
    {
        var name = await fixture.CreateAsync(settings: new { MemorySize = 128 });
        Assert.Equal("1", (await _client.CallAsync("PublishVersion", new { FunctionName = name, Description = "first" })).GetProperty("FunctionVersion").GetString());
        await fixture.ActiveAsync(name);
        await _client.CallAsync("UpdateFunctionConfiguration", new { FunctionName = name, MemorySize = 512 });
        await fixture.ActiveAsync(name);
        var frozen = await _client.CallAsync("GetFunction", new { FunctionName = name, Qualifier = "1" });
        Assert.Equal((128, "first", "Active"), (frozen.GetProperty("MemorySize").GetInt32(), frozen.GetProperty("Description").GetString(), frozen.GetProperty("Status").GetString()));
        await _client.CallAsync("PublishVersion", new { FunctionName = name });
        await fixture.ActiveAsync(name);
        var listed = await _client.CallAsync("ListVersionByFunction", new { FunctionName = name });
        Assert.Equal(["$LATEST", "2", "1"], listed.GetProperty("FunctionVersion").EnumerateArray().Select(v => v.GetString()!));
        await _client.CallAsync("DeleteFunctionVersion", new { FunctionName = name, Qualifier = "1" });
        Assert.Equal("ResourceNotFound.Qualifier", await _client.ErrorAsync("GetFunction", new { FunctionName = name, Qualifier = "1" }));
        Assert.Equal("InvalidParameterValue.Qualifier", await _client.ErrorAsync("DeleteFunctionVersion", new { FunctionName = name, Qualifier = "$LATEST" }));
    }

    [Fact]
    public async Task Aliases_point_split_and_hold_their_versions()
    {
        var name = await fixture.CreateAsync();
        foreach (var _ in new[] { 1, 2 })
        {
            await _client.CallAsync("PublishVersion", new { FunctionName = name });
            await fixture.ActiveAsync(name);
        }

        var byDefault = await _client.CallAsync("GetAlias", new { FunctionName = name, Name = "$DEFAULT" });
        Assert.Equal("$LATEST", byDefault.GetProperty("FunctionVersion").GetString());
        await _client.CallAsync("UpdateAlias", new { FunctionName = name, Name = "$DEFAULT", FunctionVersion = "$LATEST", RoutingConfig = new { AdditionalVersionWeights = new[] { new { Version = "1", Weight = 0.25 } } } });
        var split = (await _client.CallAsync("GetAlias", new { FunctionName = name, Name = "$DEFAULT" })).GetProperty("RoutingConfig").GetProperty("AdditionalVersionWeights")[0];
        Assert.Equal(("1", 0.25), (split.GetProperty("Version").GetString(), split.GetProperty("Weight").GetDouble()));
        Assert.Equal("UnsupportedOperation.AliasBind", await _client.ErrorAsync("DeleteFunctionVersion", new { FunctionName = name, Qualifier = "1" }));

        var missing = await _client.CallAsync("GetAlias", new { FunctionName = name, Name = "prod" });
        Assert.Equal("ResourceNotFound.Alias", ScfClient.ErrorOf(missing));
        Assert.Contains("未找到指定的", missing.GetProperty("Error").GetProperty("Message").GetString(), StringComparison.Ordinal);
        Assert.Contains("is not found", missing.GetProperty("Error").GetProperty("Message").GetString(), StringComparison.Ordinal);

        await _client.CallAsync("CreateAlias", new { FunctionName = name, Name = "prod", FunctionVersion = "2" });
        Assert.Equal("ResourceInUse.Alias", await _client.ErrorAsync("CreateAlias", new { FunctionName = name, Name = "prod", FunctionVersion = "2" }));
        Assert.Equal("ResourceNotFound.FunctionVersion", await _client.ErrorAsync("UpdateAlias", new { FunctionName = name, Name = "prod", FunctionVersion = "9" }));
        Assert.Equal("InvalidParameterValue.AdditionalVersionWeights", await _client.ErrorAsync("UpdateAlias", new { FunctionName = name, Name = "prod", FunctionVersion = "2", RoutingConfig = new { AdditionalVersionWeights = new[] { new { Version = "1", Weight = 1.5 } } } }));
        Assert.Equal(2, (await _client.CallAsync("ListAliases", new { FunctionName = name, Limit = "20", Offset = "0" })).GetProperty("TotalCount").GetInt32());
        await _client.CallAsync("DeleteAlias", new { FunctionName = name, Name = "prod" });
        Assert.Equal("InvalidParameterValue.Alias", await _client.ErrorAsync("DeleteAlias", new { FunctionName = name, Name = "$DEFAULT" }));
    }

    [Fact]
    public async Task Triggers_give_out_working_urls_and_honour_filters()
    {
        var name = await fixture.CreateAsync();
        var created = (await _client.CallAsync("CreateTrigger", new { FunctionName = name, TriggerName = "url-trigger", Type = "http", Enable = "OPEN", TriggerDesc = """{"AuthType":"NONE","NetConfig":{"EnableIntranet":false,"EnableExtranet":true}}""" })).GetProperty("TriggerInfo");
        using var description = JsonDocument.Parse(created.GetProperty("TriggerDesc").GetString()!);
        var url = $"{ApiProcess.GatewayUrl}/default/{name}";
        Assert.Equal(url, description.RootElement.GetProperty("NetConfig").GetProperty("ExtranetUrl").GetString());
        Assert.Equal("", description.RootElement.GetProperty("NetConfig").GetProperty("IntranetUrl").GetString());
        Assert.Equal(url, description.RootElement.GetProperty("service").GetProperty("subDomain").GetString());
        Assert.Equal(1, created.GetProperty("Enable").GetInt32());

        Assert.Equal(1, await TriggersAsync(name, "Type", "HTTP"));
        Assert.Equal(0, await TriggersAsync(name, "Type", "timer"));
        Assert.Equal(0, await TriggersAsync(name, "TriggerName", "other"));
        Assert.Equal(1, await TriggersAsync(name, "Qualifier", "$LATEST"));
        Assert.Equal("ResourceInUse.Trigger", await _client.ErrorAsync("CreateTrigger", new { FunctionName = name, TriggerName = "url-trigger", Type = "http" }));
        Assert.Equal("UnsupportedOperation.Trigger", await _client.ErrorAsync("CreateTrigger", new { FunctionName = name, TriggerName = "t", Type = "timer", TriggerDesc = "0 * * * * * *" }));
        Assert.Equal("InvalidParameterValue.Type", await _client.ErrorAsync("CreateTrigger", new { FunctionName = name, TriggerName = "t", Type = "pigeon" }));
        Assert.Equal("InvalidParameterValue.TriggerDesc", await _client.ErrorAsync("CreateTrigger", new { FunctionName = name, TriggerName = "t", Type = "http", TriggerDesc = "{" }));
        Assert.Equal("ResourceNotFound.Qualifier", await _client.ErrorAsync("CreateTrigger", new { FunctionName = name, TriggerName = "t", Type = "http", Qualifier = "7" }));

        await _client.CallAsync("UpdateTrigger", new { FunctionName = name, TriggerName = "url-trigger", Type = "http", TriggerDesc = """{"AuthType":"CAM"}""" });
        await _client.CallAsync("UpdateTriggerStatus", new { FunctionName = name, TriggerName = "url-trigger", Type = "http", Enable = "CLOSE" });
        var trigger = (await _client.CallAsync("GetFunction", new { FunctionName = name })).GetProperty("Triggers")[0];
        Assert.Equal(0, trigger.GetProperty("Enable").GetInt32());
        Assert.Contains("\"AuthType\":\"CAM\"", trigger.GetProperty("TriggerDesc").GetString(), StringComparison.Ordinal);
        await _client.CallAsync("DeleteTrigger", new { FunctionName = name, TriggerName = "url-trigger", Type = "http" });
        Assert.Equal("ResourceNotFound.Trigger", await _client.ErrorAsync("DeleteTrigger", new { FunctionName = name, TriggerName = "url-trigger", Type = "http" }));
    }

    [Fact]
    public async Task Namespaces_come_and_go()
    {
        await _client.CallAsync("CreateNamespace", new { Namespace = "team_a", Description = "ours", Type = "default" });
        Assert.Equal("ResourceInUse.Namespace", await _client.ErrorAsync("CreateNamespace", new { Namespace = "team_a" }));
        Assert.Equal("InvalidParameterValue.NamespaceInvalid", await _client.ErrorAsync("CreateNamespace", new { Namespace = "no spaces" }));
        Assert.Equal("FailedOperation.ClusterNotFound", await _client.ErrorAsync("CreateNamespace", new { Namespace = "k8s", ResourceEnv = new { TKE = new { ClusterID = "cls-1" } } }));
        await _client.CallAsync("UpdateNamespace", new { Namespace = "team_a", Description = "theirs" });
        var found = await _client.CallAsync("ListNamespaces", new { SearchKey = new[] { new { Key = "Description", Value = "their" } } });
        Assert.Equal("team_a", found.GetProperty("Namespaces")[0].GetProperty("Name").GetString());
        await _client.CallAsync("DeleteNamespace", new { Namespace = "team_a" });
        Assert.Equal("ResourceNotFound.Namespace", await _client.ErrorAsync("DeleteNamespace", new { Namespace = "team_a" }));
        Assert.Equal("FailedOperation.DeleteNamespace", await _client.ErrorAsync("DeleteNamespace", new { Namespace = "default" }));
    }

    [Fact]
    public async Task Asynchronous_settings_have_limits()
    {
        var name = await fixture.CreateAsync();
        await _client.CallAsync("UpdateFunctionEventInvokeConfig", new { FunctionName = name, AsyncTriggerConfig = new { MsgTTL = 600, RetryConfig = new[] { new { RetryNum = 1 } } } });
        var config = (await _client.CallAsync("GetFunctionEventInvokeConfig", new { FunctionName = name })).GetProperty("AsyncTriggerConfig");
        Assert.Equal((600, 1), (config.GetProperty("MsgTTL").GetInt32(), config.GetProperty("RetryConfig")[0].GetProperty("RetryNum").GetInt32()));
        Assert.Equal("LimitExceeded.RetryNum", await _client.ErrorAsync("UpdateFunctionEventInvokeConfig", new { FunctionName = name, AsyncTriggerConfig = new { MsgTTL = 600, RetryConfig = new[] { new { RetryNum = 9 } } } }));
        Assert.Equal("LimitExceeded.MsgTTL", await _client.ErrorAsync("UpdateFunctionEventInvokeConfig", new { FunctionName = name, AsyncTriggerConfig = new { MsgTTL = 1, RetryConfig = new[] { new { RetryNum = 1 } } } }));
    }

    private async Task<int> CountAsync(object query) => (await _client.CallAsync("ListFunctions", query)).GetProperty("TotalCount").GetInt32();

    private async Task<int> TriggersAsync(string function, string filter, string value) =>
        (await _client.CallAsync("ListTriggers", new { FunctionName = function, Filters = new[] { new { Name = filter, Values = new[] { value } } } })).GetProperty("TotalCount").GetInt32();
}
