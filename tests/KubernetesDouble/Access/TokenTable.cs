using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace ScfAspire.KubernetesDouble.Access;

/// <summary>The tokens that the server knows: a test's own and those that it has issued for service accounts.</summary>
public sealed class TokenTable
{
    private readonly ConcurrentDictionary<string, (Caller Caller, IReadOnlyList<string> Audiences)> _tokens = new();

    /// <summary>Audience of tokens that are meant for the API server itself.</summary>
    public const string DefaultAudience = "https://kubernetes.default.svc";

    /// <summary>Makes a token for somebody.</summary>
    public string Issue(Caller caller, params IReadOnlyList<string> audiences)
    {
        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
        _tokens[token] = (caller, audiences.Count > 0 ? audiences : [DefaultAudience]);
        return token;
    }

    public void Revoke(string token) => _tokens.TryRemove(token, out _);

    /// <summary>Whose token it is; null for a token that is not known or meant for others.</summary>
    internal (Caller Caller, IReadOnlyList<string> Audiences)? Find(string token, IReadOnlyList<string>? audiences = null)
    {
        if (!_tokens.TryGetValue(token, out var known)) return null;
        IReadOnlyList<string> wanted = audiences is { Count: > 0 } ? audiences : [DefaultAudience];
        var met = known.Audiences.Intersect(wanted).ToList();
        return met.Count > 0 ? (known.Caller, met) : null;
    }
}
