using ScfAspire.Api.Tests.Hosting;

namespace ScfAspire.Api.Tests.Scf;

public sealed class AccountEndpointTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task The_account_shows_namespaces_functions_and_limits()
    {
        await fixture.Client.CallAsync("CreateNamespace", new { Namespace = "empty" });
        var function = await fixture.CreateAsync();

        var account = await fixture.Client.CallAsync("GetAccount");

        var usage = account.GetProperty("AccountUsage");
        Assert.Equal(2, usage.GetProperty("NamespacesCount").GetInt32());
        Assert.Equal(["default", "empty"], usage.GetProperty("Namespace").EnumerateArray().Select(n => n.GetProperty("Namespace").GetString()!));
        Assert.Equal([function], usage.GetProperty("Namespace")[0].GetProperty("Functions").EnumerateArray().Select(f => f.GetString()!));
        Assert.Equal([1, 0], usage.GetProperty("Namespace").EnumerateArray().Select(n => n.GetProperty("FunctionsCount").GetInt32()));
        Assert.Equal(0, usage.GetProperty("TotalAllocatedConcurrencyMem").GetInt64());
        var limit = account.GetProperty("AccountLimit").GetProperty("Namespace")[0];
        Assert.Equal("default", limit.GetProperty("Namespace").GetString());
        Assert.Equal((900, 300, 2, 60, 21_600), (
            limit.GetProperty("TimeoutLimit").GetInt32(), limit.GetProperty("InitTimeoutLimit").GetInt32(), limit.GetProperty("RetryNumLimit").GetInt32(),
            limit.GetProperty("MinMsgTTL").GetInt32(), limit.GetProperty("MaxMsgTTL").GetInt32()));
        Assert.Equal(10, limit.GetProperty("Trigger").GetProperty("Total").GetInt32());
    }
}
