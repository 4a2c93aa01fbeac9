using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using ScfAspire.Api.Credentials;
using ScfAspire.Api.Permissions;

namespace ScfAspire.Api.Tokens;

/// <summary>Issues the installation's tokens and checks them. A token ends with its credential.</summary>
public sealed class TokenAuthority
{
    private readonly ICredentialStore _credentials;
    private readonly IForeignTokens? _foreign;
    private readonly TimeProvider _time;
    private readonly SigningCredentials _signing;
    private readonly TokenValidationParameters _validation;
    private readonly JsonWebTokenHandler _handler = new() { SetDefaultTimesOnTokenCreation = false };

    /// <param name="key">Signs and checks the installation's tokens.</param>
    /// <param name="credentials">Tokens end with them.</param>
    /// <param name="time">Clock.</param>
    /// <param name="foreign">Other tokens that are taken; null for none.</param>
    public TokenAuthority(TokenSigningKey key, ICredentialStore credentials, TimeProvider time, IForeignTokens? foreign = null)
    {
        _foreign = foreign;
        _credentials = credentials;
        _time = time;
        var symmetric = new SymmetricSecurityKey(key.Bytes.ToArray());
        _signing = new(symmetric, SecurityAlgorithms.HmacSha256);
        _validation = new()
        {
            ValidIssuer = TokenOptions.Issuer,
            ValidAudience = TokenOptions.Audience,
            IssuerSigningKey = symmetric,
            ValidAlgorithms = [SecurityAlgorithms.HmacSha256],
            RequireExpirationTime = true,
            RequireSignedTokens = true,
            LifetimeValidator = (_, expires, _, _) => expires is { } end && time.GetUtcNow().UtcDateTime < end,
        };
    }

    public IssuedToken Issue(string subject)
    {
        var now = _time.GetUtcNow();
        var end = now + TokenOptions.Lifetime;
        var value = _handler.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = TokenOptions.Issuer,
            Audience = TokenOptions.Audience,
            IssuedAt = now.UtcDateTime,
            NotBefore = now.UtcDateTime,
            Expires = end.UtcDateTime,
            Claims = new Dictionary<string, object>
            {
                [JwtRegisteredClaimNames.Sub] = subject,
                [JwtRegisteredClaimNames.Jti] = Guid.CreateVersion7().ToString("N"),
            },
            SigningCredentials = _signing,
        });
        return new(value, end);
    }

    /// <summary>Checks the value of an <c>authorization</c> header.</summary>
    public async ValueTask<TokenCheck> CheckAsync(string? authorization, CancellationToken cancellationToken)
    {
        const string Scheme = "Bearer ";
        if (string.IsNullOrEmpty(authorization))
            return TokenCheck.Refused("The call carries no token: get one from scf.v1.TokenService/Exchange and send it as 'authorization: Bearer <token>'.");
        if (!authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            return TokenCheck.Refused("The authorization must be of the form 'Bearer <token>'.");

        var token = authorization[Scheme.Length..].Trim();
        var result = await _handler.ValidateTokenAsync(token, _validation);
        if (!result.IsValid)
        {
            if (_foreign is not null && await _foreign.SubjectOfAsync(token, cancellationToken) is { } caller) return TokenCheck.Accepted(caller);
            return TokenCheck.Refused(result.Exception is SecurityTokenInvalidLifetimeException or SecurityTokenExpiredException
                ? "The token has expired: get a new one from scf.v1.TokenService/Exchange."
                : "The token is not one of this installation.");
        }
        var subject = result.ClaimsIdentity.FindFirst(JwtRegisteredClaimNames.Sub)?.Value;
        return subject is not null && await _credentials.FindAsync(subject, cancellationToken) is not null
            ? TokenCheck.Accepted(subject)
            : TokenCheck.Refused("The credential of this token does not exist any more.");
    }
}
