using ScfAspire.Api.Tests.Hosting;
using ScfAspire.Core.Signatures;

namespace ScfAspire.Api.Tests.Scf;

public sealed class SignatureEndpointTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private readonly ScfClient _client = fixture.Client;
    private static readonly byte[] Body = "{}"u8.ToArray();

    private static long Now => DateTimeOffset.UtcNow.ToUnixTimeSeconds();

    [Fact]
    public async Task Host_counts_with_and_without_its_port()
    {
        foreach (var host in new[] { _client.Endpoint.Host, $"{_client.Endpoint.Host}:{_client.Endpoint.Port}" })
        {
            var response = await _client.SendAsync(_client.Sign("ListNamespaces", Body, host: host));
            Assert.Equal(1, response.GetProperty("TotalCount").GetInt32());
            Assert.True(Guid.TryParse(response.GetProperty("RequestId").GetString(), out _));
        }
    }

    [Fact]
    public async Task A_wrong_key_is_refused() =>
        Assert.Equal("AuthFailure.SignatureFailure", ScfClient.ErrorOf(await _client.SendAsync(_client.Sign("ListNamespaces", Body, key: "wrong"))));

    [Fact]
    public async Task A_signature_for_another_body_is_refused()
    {
        var request = _client.Sign("ListNamespaces", Body);
        request.Content = new ByteArrayContent("{\"Limit\":1}"u8.ToArray()) { Headers = { { "Content-Type", "application/json" } } };
        Assert.Equal("AuthFailure.SignatureFailure", ScfClient.ErrorOf(await _client.SendAsync(request)));
    }

    [Fact]
    public async Task An_unknown_key_is_refused() =>
        Assert.Equal("AuthFailure.SecretIdNotFound", ScfClient.ErrorOf(await _client.SendAsync(_client.Sign("ListNamespaces", Body, id: "AKIDOTHER"))));

    [Theory]
    [InlineData(-400)]
    [InlineData(400)]
    public async Task A_time_more_than_five_minutes_off_is_refused(int seconds) =>
        Assert.Equal("AuthFailure.SignatureExpire", ScfClient.ErrorOf(await _client.SendAsync(_client.Sign("ListNamespaces", Body, timestamp: Now + seconds))));

    [Theory]
    [InlineData(-240)]
    [InlineData(240)]
    public async Task A_time_within_five_minutes_passes(int seconds) =>
        Assert.Equal(1, (await _client.SendAsync(_client.Sign("ListNamespaces", Body, timestamp: Now + seconds))).GetProperty("TotalCount").GetInt32());

    [Theory]
    [InlineData(null)]
    [InlineData("SKIP")]
    public async Task A_missing_signature_is_refused(string? authorization)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, _client.Endpoint) { Content = new ByteArrayContent(Body) { Headers = { { "Content-Type", "application/json" } } } };
        request.Headers.Add("X-TC-Action", "ListNamespaces");
        if (authorization is not null) request.Headers.TryAddWithoutValidation("Authorization", authorization);
        Assert.Equal("AuthFailure.SignatureFailure", ScfClient.ErrorOf(await _client.SendAsync(request)));
    }

    [Fact]
    public async Task A_signed_get_with_flat_fields_is_read()
    {
        var response = await _client.SendAsync(_client.SignGet("ListNamespaces", "Limit=5&SearchKey.0.Key=Namespace&SearchKey.0.Value=defa"));
        Assert.Equal("default", response.GetProperty("Namespaces")[0].GetProperty("Name").GetString());
    }

    [Theory]
    [InlineData(V1Signature.HmacSha1)]
    [InlineData(V1Signature.HmacSha256)]
    public async Task Signature_v1_with_a_form_is_read(string method)
    {
        var response = await _client.SendAsync(_client.SignV1(new() { ["Action"] = "ListNamespaces", ["Limit"] = "5" }, method));
        Assert.Equal(1, response.GetProperty("TotalCount").GetInt32());
    }

    [Fact]
    public async Task Signature_v1_may_leave_out_values_that_start_with_an_at_sign()
    {
        var request = _client.SignV1(new() { ["Action"] = "ListNamespaces", ["SearchKey.0.Key"] = "Description", ["SearchKey.0.Value"] = "@nothing" }, withoutAt: true);
        Assert.Equal(0, (await _client.SendAsync(request)).GetProperty("TotalCount").GetInt32());
    }

    [Fact]
    public async Task Signature_v1_that_is_stale_or_wrong_is_refused()
    {
        var stale = _client.SignV1(new() { ["Action"] = "ListNamespaces", ["Timestamp"] = $"{Now - 400}" });
        Assert.Equal("AuthFailure.SignatureExpire", ScfClient.ErrorOf(await _client.SendAsync(stale)));
        using var other = new ScfClient(_client.Endpoint, ApiProcess.SecretId, "wrong");
        Assert.Equal("AuthFailure.SignatureFailure", ScfClient.ErrorOf(await _client.SendAsync(other.SignV1(new() { ["Action"] = "ListNamespaces" }))));
    }

    [Fact]
    public async Task A_token_with_a_permanent_key_is_refused()
    {
        var request = _client.Sign("ListNamespaces", Body);
        request.Headers.Add("X-TC-Token", "of-somebody-else");
        Assert.Equal("AuthFailure.TokenFailure", ScfClient.ErrorOf(await _client.SendAsync(request)));
        Assert.Equal("AuthFailure.TokenFailure", ScfClient.ErrorOf(await _client.SendAsync(_client.SignV1(new() { ["Action"] = "ListNamespaces", ["Token"] = "of-somebody-else" }))));
    }

    [Fact]
    public async Task An_empty_token_is_none()
    {
        var request = _client.Sign("ListNamespaces", Body);
        request.Headers.TryAddWithoutValidation("X-TC-Token", "");
        Assert.Equal(1, (await _client.SendAsync(request)).GetProperty("TotalCount").GetInt32());
        Assert.Equal(1, (await _client.SendAsync(_client.SignV1(new() { ["Action"] = "ListNamespaces", ["Token"] = "" }))).GetProperty("TotalCount").GetInt32());
    }

    [Fact]
    public async Task Unknown_actions_and_versions_are_told()
    {
        Assert.Equal("InvalidAction", await _client.ErrorAsync("Frobnicate"));
        var request = _client.Sign("ListNamespaces", Body);
        request.Headers.Remove("X-TC-Version");
        request.Headers.Add("X-TC-Version", "2017-01-01");
        Assert.Equal("NoSuchVersion", ScfClient.ErrorOf(await _client.SendAsync(request)));
    }

    [Theory]
    [InlineData("not json", "InvalidParameter.Payload")]
    [InlineData("[1]", "InvalidParameter.Payload")]
    [InlineData("null", "InvalidParameter.Payload")]
    [InlineData("{\"Limit\":\"many\"}", "InvalidParameterValue")]
    [InlineData("{\"SearchKey\":{\"Key\":1}}", "InvalidParameterValue")]
    public async Task Bodies_that_cannot_be_read_are_told(string body, string code) =>
        Assert.Equal(code, ScfClient.ErrorOf(await _client.SendAsync(_client.Sign("ListNamespaces", ScfClient.Utf8(body)))));
}
