using Grpc.Core;
using ScfAspire.Client;
using ScfAspire.Contracts.Tokens;
using ScfAspire.Grpc.Tests.Host;
using ScfAspire.V1;

namespace ScfAspire.Grpc.Tests;

public sealed class TokenExchangeTests : IAsyncLifetime
{
    private PublicApiHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await PublicApiHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task A_right_signature_gets_a_token_that_opens_the_api()
    {
        using var channel = PublicApiHost.Channel(_host.GrpcPort);
        var answer = await new TokenService.TokenServiceClient(channel).ExchangeAsync(Signed(), cancellationToken: TestContext.Current.CancellationToken);

        var list = await new NamespaceService.NamespaceServiceClient(channel).ListNamespacesAsync(
            new(), Bearer(answer.AccessToken), cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal("namespaces/default", Assert.Single(list.Namespaces).Name);
        Assert.Equal(_host.Time.GetUtcNow().AddMinutes(15), answer.ExpireTime.ToDateTimeOffset());
    }

    [Fact]
    public async Task A_nonce_works_once()
    {
        var request = Signed();
        using var channel = PublicApiHost.Channel(_host.GrpcPort);
        var tokens = new TokenService.TokenServiceClient(channel);
        await tokens.ExchangeAsync(request, cancellationToken: TestContext.Current.CancellationToken);

        await RefusedAsync(request, "nonce");
    }

    [Fact]
    public async Task A_wrong_key_is_refused() => await RefusedAsync(Signed(key: "another"), "SecretKey");

    [Fact]
    public async Task An_unknown_id_is_refused() => await RefusedAsync(Signed(id: "AKIDnobody"), "SecretId");

    [Theory]
    [InlineData(-301)]
    [InlineData(301)]
    [InlineData(long.MinValue)]
    public async Task A_timestamp_outside_of_the_window_is_refused(long offset) =>
        await RefusedAsync(Signed(timestamp: offset == long.MinValue ? offset : _host.Time.GetUtcNow().ToUnixTimeSeconds() + offset), "clock");

    [Fact]
    public async Task A_short_nonce_is_refused() => await RefusedAsync(Signed(nonce: "short"), "16 to 64");

    [Fact]
    public async Task A_token_ends_and_the_client_gets_another()
    {
        using var client = _host.Connect();
        await client.Namespaces.ListNamespacesAsync(new(), cancellationToken: TestContext.Current.CancellationToken);
        _host.Time.Advance(TimeSpan.FromHours(1));

        var list = await client.Namespaces.ListNamespacesAsync(new(), cancellationToken: TestContext.Current.CancellationToken);

        Assert.Single(list.Namespaces);
    }

    [Fact]
    public async Task An_ended_token_is_refused_by_name()
    {
        using var channel = PublicApiHost.Channel(_host.GrpcPort);
        var token = (await new TokenService.TokenServiceClient(channel).ExchangeAsync(Signed(), cancellationToken: TestContext.Current.CancellationToken)).AccessToken;
        _host.Time.Advance(TimeSpan.FromMinutes(15));

        var refused = await Assert.ThrowsAsync<RpcException>(async () => await new NamespaceService.NamespaceServiceClient(channel).ListNamespacesAsync(new(), Bearer(token), cancellationToken: TestContext.Current.CancellationToken));

        Assert.Equal(StatusCode.Unauthenticated, refused.StatusCode);
        Assert.Contains("expired", refused.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_of_a_removed_credential_is_refused()
    {
        using var channel = PublicApiHost.Channel(_host.GrpcPort);
        var token = (await new TokenService.TokenServiceClient(channel).ExchangeAsync(Signed(), cancellationToken: TestContext.Current.CancellationToken)).AccessToken;
        _host.Credentials.Keys.Remove("AKIDadmin");

        var refused = await Assert.ThrowsAsync<RpcException>(async () => await new NamespaceService.NamespaceServiceClient(channel).ListNamespacesAsync(new(), Bearer(token), cancellationToken: TestContext.Current.CancellationToken));

        Assert.Equal(StatusCode.Unauthenticated, refused.StatusCode);
    }

    [Fact]
    public async Task The_client_says_why_it_could_not_sign_in()
    {
        using var client = _host.Connect(secretKey: "wrong");

        var unary = await Assert.ThrowsAsync<ScfApiException>(async () => await client.Namespaces.ListNamespacesAsync(new(), cancellationToken: TestContext.Current.CancellationToken));
        using var stream = client.Logs.TailRecords(new() { Parent = "namespaces/default/functions/hello" }, cancellationToken: TestContext.Current.CancellationToken);
        var streamed = await Assert.ThrowsAsync<ScfApiException>(async () => await stream.ResponseStream.MoveNext(TestContext.Current.CancellationToken));

        Assert.Equal((StatusCode.Unauthenticated, "AuthFailure.SignatureFailure"), (unary.StatusCode, unary.Code));
        Assert.Equal((StatusCode.Unauthenticated, "AuthFailure.SignatureFailure"), (streamed.StatusCode, streamed.Code));
    }

    private static Metadata Bearer(string token) => new() { { "authorization", $"Bearer {token}" } };

    private ExchangeRequest Signed(string id = "AKIDadmin", string key = "admin-secret", long? timestamp = null, string nonce = "0123456789abcdef")
    {
        var at = timestamp ?? _host.Time.GetUtcNow().ToUnixTimeSeconds();
        return new() { SecretId = id, Timestamp = at, Nonce = nonce, Signature = TokenSignature.Compute(id, key, at, nonce) };
    }

    private async Task RefusedAsync(ExchangeRequest request, string because)
    {
        using var channel = PublicApiHost.Channel(_host.GrpcPort);
        var refused = await Assert.ThrowsAsync<RpcException>(async () => await new TokenService.TokenServiceClient(channel).ExchangeAsync(request, cancellationToken: TestContext.Current.CancellationToken));
        Assert.Equal(StatusCode.Unauthenticated, refused.StatusCode);
        Assert.Contains(because, refused.Status.Detail, StringComparison.Ordinal);
    }
}
