using System.Text.Json.Nodes;
using ScfAspire.TestKit.Platforms;

namespace ScfAspire.Platform.Tests.Rejections;

/// <summary>Bad input: each is refused with its error code, and nothing is left behind.</summary>
[Collection(OneAtATime.Name)]
public sealed class RejectedRequestTests(PlatformFixture fixture) : IDisposable
{
    private const string Name = "rejected";
    private static readonly (string, string) Handler = ("index.py", "def main_handler(event, context):\n    return event\n");
    private readonly ScfCaller _scf = new(fixture.Platform);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> BadPackages => new()
    {
        { "not a zip", Convert.ToBase64String("this is no archive"u8) },
        { "a path out of the package", Convert.ToBase64String(CodeZip.Of(("../outside.py", "x"), Handler)) },
        { "an absolute path", Convert.ToBase64String(CodeZip.Of(("/etc/outside", "x"), Handler)) },
        { "a link out of the package", Convert.ToBase64String(CodeZip.OfLink("link", "../../etc/passwd")) },
        { "more than its limit when unpacked", Convert.ToBase64String(CodeZip.Of(("zeros", new string('0', 600 * 1024 * 1024)), Handler)) },
    };

    [Theory]
    [MemberData(nameof(BadPackages), DisableDiscoveryEnumeration = true)]
    public async Task A_bad_package_is_refused(string what, string zip)
    {
        var error = await CreateAsync(new JsonObject { ["Code"] = new JsonObject { ["ZipFile"] = zip } });

        Assert.True(error == "InvalidParameterValue.ZipFile", $"{what}: {error}");
        await AssertNothingLeftAsync();
    }

    [Fact]
    public async Task Text_that_is_not_base64_is_refused()
    {
        Assert.Equal("InvalidParameterValue.ZipFileBase64BinasciiError", await CreateAsync(new JsonObject { ["Code"] = new JsonObject { ["ZipFile"] = "@@not base64@@" } }));
        await AssertNothingLeftAsync();
    }

    [Theory]
    [InlineData("Runtime", "Cobol4", "InvalidParameterValue.Runtime")]
    [InlineData("Handler", "nodots", "InvalidParameterValue.Handler")]
    [InlineData("Handler", "../index.main_handler", "InvalidParameterValue.Handler")]
    [InlineData("FunctionName", "1starts-with-a-digit", "InvalidParameterValue.FunctionName")]
    [InlineData("FunctionName", "ends-in-a-dash-", "InvalidParameterValue.FunctionName")]
    [InlineData("FunctionName", "x", "InvalidParameterValue.FunctionName")]
    [InlineData("FunctionName", "a123456789b123456789c123456789d123456789e123456789f1234567890", "InvalidParameterValue.FunctionName")]
    [InlineData("MemorySize", "100", "InvalidParameterValue.MemorySize")]
    [InlineData("Namespace", "no-such-namespace", "ResourceNotFound.Namespace")]
    public async Task A_field_out_of_rule_is_refused(string field, string value, string code)
    {
        var error = await CreateAsync(new JsonObject { [field] = int.TryParse(value, out var number) ? number : value });

        Assert.Equal(code, error);
        await AssertNothingLeftAsync();
    }

    [Theory]
    [InlineData("SCF_ANYTHING")]
    [InlineData("QCLOUD_ANYTHING")]
    [InlineData("TENCENTCLOUD_ANYTHING")]
    public async Task A_reserved_environment_key_is_refused(string key)
    {
        var environment = new JsonObject { ["Variables"] = new JsonArray(new JsonObject { ["Key"] = key, ["Value"] = "x" }) };

        Assert.Equal("InvalidParameterValue.EnvironmentSystemProtect", await CreateAsync(new JsonObject { ["Environment"] = environment }));
        await AssertNothingLeftAsync();
    }

    [Fact]
    public async Task A_bad_event_is_refused()
    {
        await _scf.CreateFunctionAsync("echo-events", "Python3.10", CodeZip.Of(Handler), Cancellation);
        try
        {
            Assert.StartsWith("InvalidParameter", await InvokeErrorAsync("echo-events", "{not json"), StringComparison.Ordinal);
            Assert.Equal("InvalidParameter.RequestTooLarge", await InvokeErrorAsync("echo-events", $"\"{new string('x', 6 * 1024 * 1024)}\""));
        }
        finally
        {
            await _scf.CallAsync("DeleteFunction", new JsonObject { ["FunctionName"] = "echo-events" }, Cancellation);
        }
    }

    [Fact]
    public async Task A_wrong_signature_is_refused()
    {
        var credentials = fixture.Platform.Credentials;
        using var stranger = new ScfCaller(credentials.Http, credentials.SecretId, "not the key");
        using var unknown = new ScfCaller(credentials.Http, "AKIDnobody", credentials.SecretKey);
        using var stale = new ScfCaller(credentials.Http, credentials.SecretId, credentials.SecretKey) { Skew = TimeSpan.FromMinutes(-6) };

        Assert.Equal("AuthFailure.SignatureFailure", await stranger.ErrorOfAsync("ListFunctions", [], Cancellation));
        Assert.Equal("AuthFailure.SecretIdNotFound", await unknown.ErrorOfAsync("ListFunctions", [], Cancellation));
        Assert.Equal("AuthFailure.SignatureExpire", await stale.ErrorOfAsync("ListFunctions", [], Cancellation));
        var unsigned = await _scf.SendAsync("ListFunctions", "{}", Cancellation, signed: false);
        Assert.StartsWith("AuthFailure", (string?)unsigned["Error"]?["Code"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_action_is_refused() => Assert.Equal("InvalidAction", await _scf.ErrorOfAsync("MakeCoffee", [], Cancellation));

    public void Dispose() => _scf.Dispose();

    private Task<string?> InvokeErrorAsync(string name, string @event) =>
        _scf.ErrorOfAsync("Invoke", new JsonObject { ["FunctionName"] = name, ["ClientContext"] = @event }, Cancellation);

    private Task<string?> CreateAsync(JsonObject changes)
    {
        var fields = new JsonObject
        {
            ["FunctionName"] = Name,
            ["Runtime"] = "Python3.10",
            ["Handler"] = "index.main_handler",
            ["Code"] = new JsonObject { ["ZipFile"] = Convert.ToBase64String(CodeZip.Of(Handler)) },
        };
        foreach (var (key, value) in changes) fields[key] = value?.DeepClone();
        return _scf.ErrorOfAsync("CreateFunction", fields, Cancellation);
    }

    private async Task AssertNothingLeftAsync()
    {
        var functions = (await _scf.CallAsync("ListFunctions", [], Cancellation))["Functions"]!.AsArray();
        Assert.DoesNotContain(Name, functions.Select(function => (string?)function!["FunctionName"]));
    }
}
