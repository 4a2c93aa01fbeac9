using Microsoft.Extensions.DependencyInjection;
using ScfAspire.Api.Tests.Hosting;
using ScfAspire.Api.Tokens;
using ScfAspire.Contracts.Tokens;
using ScfAspire.Core.Errors;

namespace ScfAspire.Api.Tests.Tokens;

public sealed class TokenReplayTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task A_recorded_exchange_is_refused_by_every_replica()
    {
        await using var replica = await fixture.StartAnotherAsync();
        var at = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var nonce = Guid.NewGuid().ToString("N");

        await ExchangeAsync(fixture.Api);
        var replayed = await Assert.ThrowsAsync<ScfException>(() => ExchangeAsync(replica));

        Assert.Equal("AuthFailure.SignatureFailure", replayed.Code);
        Assert.Contains("nonce", replayed.Message, StringComparison.Ordinal);
        nonce = Guid.NewGuid().ToString("N");
        await ExchangeAsync(replica);

        Task<IssuedToken> ExchangeAsync(ApiProcess api) => api.Services.GetRequiredService<TokenExchange>().ExchangeAsync(
            ApiProcess.SecretId, at, nonce, TokenSignature.Compute(ApiProcess.SecretId, ApiProcess.SecretKey, at, nonce), TestContext.Current.CancellationToken);
    }
}
