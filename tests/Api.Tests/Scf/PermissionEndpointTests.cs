using System.Globalization;
using System.Text;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.DependencyInjection;
using ScfAspire.Api.Scf;
using ScfAspire.Api.Scf.Actions;
using ScfAspire.Api.Store;
using ScfAspire.Api.Tests.Hosting;
using ScfAspire.Contracts.Internal.V1;
using ScfAspire.Core.Signatures;
using ScfAspire.ServiceDefaults;

namespace ScfAspire.Api.Tests.Scf;

public sealed class PermissionEndpointTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private const string Denied = "UnauthorizedOperation.CAM";
    private const string ViewerKey = "viewer-secret-key";

    [Fact]
    public async Task A_viewer_of_one_namespace_sees_what_is_there_and_does_nothing()
    {
        var function = await fixture.CreateAsync();
        using var viewer = await ViewerAsync();

        Assert.Equal(function, (await viewer.CallAsync("GetFunction", new { FunctionName = function })).GetProperty("FunctionName").GetString());
        Assert.Equal(Denied, await viewer.ErrorAsync("DeleteFunction", new { FunctionName = function }));
        Assert.Equal(Denied, await viewer.ErrorAsync("Invoke", new { FunctionName = function }));
        Assert.Equal(Denied, await viewer.ErrorAsync("CreateNamespace", new { Namespace = "mine" }));
        Assert.Equal(Denied, await viewer.ErrorAsync("ListFunctions", new { Namespace = "other" }));
        Assert.Equal(Denied, ScfClient.ErrorOf(await viewer.SendAsync(viewer.SignV1(new() { ["Action"] = "DeleteFunction", ["FunctionName"] = function }))));
        Assert.Equal("Active", (await fixture.Client.CallAsync("GetFunction", new { FunctionName = function })).GetProperty("Status").GetString());
    }

    [Theory]
    [InlineData(ApiProcess.SecretId, ApiProcess.SecretKey, "")]
    [InlineData(ApiProcess.ViewerId, ViewerKey, Denied)]
    public async Task A_signed_call_of_a_gateway_needs_leave_to_invoke(string id, string key, string error)
    {
        using var viewer = await ViewerAsync();
        using var channel = GrpcChannel.ForAddress($"http://127.0.0.1:{fixture.Api.InternalPort}");
        var time = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        KeyValuePair<string, string>[] headers = [new("host", "gateway.example")];
        var hash = Tc3Signature.Hash([]);
        var signature = Tc3Signature.Sign(key, time, "scf", Tc3Signature.CanonicalRequest("GET", "/default/hello/", "", headers, hash));
        var request = new VerifySignatureRequest
        {
            Method = "GET", Host = "gateway.example", Path = "/default/hello/", BodySha256 = hash, Key = new() { Namespace = "default", Function = "hello" },
        };
        request.Headers["authorization"] = Tc3Signature.Authorization(id, time, "scf", headers, signature);
        request.Headers["x-tc-timestamp"] = time.ToString(CultureInfo.InvariantCulture);

        var response = await new Contracts.Internal.V1.Catalog.CatalogClient(channel).VerifySignatureAsync(
            request, new Metadata { { InternalKey.Header, ApiProcess.InternalKey } }, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(error, response.ErrorCode);
        Assert.Equal(error.Length == 0, response.Allowed);
    }

    [Fact]
    public void Every_action_that_is_offered_is_classified() =>
        Assert.Equal(
            fixture.Api.Services.GetServices<IScfAction>().Select(a => a.Name).Order(StringComparer.Ordinal), ActionPermissions.ByAction.Keys.Order(StringComparer.Ordinal));

    private async Task<ScfClient> ViewerAsync()
    {
        var sealedKey = fixture.Api.Services.GetRequiredService<MasterKey>().Seal(Encoding.UTF8.GetBytes(ViewerKey), "credential/" + ApiProcess.ViewerId);
        await fixture.Api.Services.GetRequiredService<ControlDatabase>().ExecuteAsync(
            "INSERT INTO control.credential (secret_id, secret_key, add_time) VALUES (@ViewerId, @sealedKey, now()) ON CONFLICT DO NOTHING",
            new { ApiProcess.ViewerId, sealedKey },
            TestContext.Current.CancellationToken);
        return new(fixture.Client.Endpoint, ApiProcess.ViewerId, ViewerKey);
    }
}
