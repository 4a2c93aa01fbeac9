using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using ScfAspire.Api.Tokens;
using ScfAspire.V1;

namespace ScfAspire.Api.Grpc;

/// <summary><c>scf.v1.TokenService</c>.</summary>
public sealed class TokenRpc(TokenExchange exchange) : TokenService.TokenServiceBase
{
    public override async Task<ExchangeResponse> Exchange(ExchangeRequest request, ServerCallContext context)
    {
        var token = await exchange.ExchangeAsync(request.SecretId, request.Timestamp, request.Nonce, request.Signature, context.CancellationToken);
        return new() { AccessToken = token.Value, ExpireTime = Timestamp.FromDateTimeOffset(token.ExpireTime) };
    }
}
