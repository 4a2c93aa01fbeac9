namespace ScfAspire.Trigger.Gateway;

/// <summary>Path and query of a request as they were sent, whichever form the request's target has.</summary>
public readonly record struct RequestTarget(string Path, string Query)
{
    /// <summary>Reads the origin form (<c>/path?query</c>) and the absolute form (<c>http://host/path?query</c>); null for others.</summary>
    public static RequestTarget? Parse(string raw)
    {
        var target = raw;
        var scheme = target.StartsWith('/') ? -1 : target.IndexOf("://", StringComparison.Ordinal);
        if (scheme > 0)
        {
            var rest = target.AsSpan(scheme + 3).IndexOfAny('/', '?');
            target = rest < 0 ? "/" : target[(scheme + 3 + rest)..];
            if (target[0] == '?') target = "/" + target;
        }

        if (!target.StartsWith('/')) return null;
        var mark = target.IndexOf('?', StringComparison.Ordinal);
        return mark < 0 ? new(target, "") : new(target[..mark], target[(mark + 1)..]);
    }
}
