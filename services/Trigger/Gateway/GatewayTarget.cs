namespace ScfAspire.Trigger.Gateway;

/// <summary>The function that a request is for, and the path and query that the function shall see, as they were sent.</summary>
/// <param name="Namespace">As sent; see <paramref name="ByHost"/>.</param>
/// <param name="Function">As sent; see <paramref name="ByHost"/>.</param>
/// <param name="Path">Of the request's target.</param>
/// <param name="Query">Of the request's target, without the question mark.</param>
/// <param name="ByHost">The names come from a host name, in which letters have no case.</param>
public sealed record GatewayTarget(string Namespace, string Function, string Path, string Query, bool ByHost = false)
{
    /// <summary>Path and query.</summary>
    public string PathAndQuery => Query.Length == 0 ? Path : $"{Path}?{Query}";

    /// <summary>
    /// Reads host and request target: <c>{function}.{namespace}.{domain}</c> with any path, or any other host with <c>/{namespace}/{function}/...</c>.
    /// Null when they name no function.
    /// </summary>
    /// <param name="host">Host header, with or without port.</param>
    /// <param name="rawTarget">Request target as sent: the function gets the rest of it without any decoding.</param>
    /// <param name="domain">The gateway's domain, lower case.</param>
    public static GatewayTarget? Parse(string host, string rawTarget, string domain)
    {
        if (RequestTarget.Parse(rawTarget) is not var (path, query)) return null;
        if (FromHost(host, domain) is var (function, @namespace)) return new GatewayTarget(@namespace, function, path, query, ByHost: true);

        var second = path.IndexOf('/', 1);
        if (second <= 1) return null;
        var third = path.IndexOf('/', second + 1);
        var name = third < 0 ? path[(second + 1)..] : path[(second + 1)..third];
        return name.Length == 0
            ? null
            : new GatewayTarget(Uri.UnescapeDataString(path[1..second]), Uri.UnescapeDataString(name), third < 0 ? "/" : path[third..], query);
    }

    private static (string Function, string Namespace)? FromHost(string host, string domain)
    {
        var colon = host.LastIndexOf(':');
        var name = colon < 0 ? host : host[..colon];
        var prefix = name.Length - domain.Length - 1;
        if (prefix <= 0 || name[prefix] != '.' || !name.EndsWith(domain, StringComparison.OrdinalIgnoreCase)) return null;
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && dot < prefix - 1 && name.IndexOf('.', dot + 1) == prefix ? (name[..dot], name[(dot + 1)..prefix]) : null;
    }
}
