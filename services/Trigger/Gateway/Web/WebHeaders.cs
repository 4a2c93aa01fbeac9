using ScfAspire.Trigger.Gateway.Events;

namespace ScfAspire.Trigger.Gateway.Web;

/// <summary>The headers that a web function gets: the caller's, without those of the connection or of the platform, and where the call came from.</summary>
internal static class WebHeaders
{
    public static List<KeyValuePair<string, string>> ForFunction(HttpContext context, bool upgrade, string traceParent)
    {
        var request = context.Request;
        var headers = new List<KeyValuePair<string, string>>(request.Headers.Count + 6);
        var named = request.Headers.Connection;
        foreach (var (name, values) in request.Headers)
        {
            if (name.StartsWith("x-scf-", StringComparison.OrdinalIgnoreCase) || IsReplaced(name)) continue;
            if (HopByHop.Contains(name) || (named.Count > 0 && Names(named.ToString(), name)))
            {
                if (!upgrade || !name.Equals("Upgrade", StringComparison.OrdinalIgnoreCase)) continue;
            }
            foreach (var value in values) headers.Add(new(name, value ?? ""));
        }
        var address = context.Connection.RemoteIpAddress?.ToString() ?? "";
        var before = request.Headers["X-Forwarded-For"].ToString();
        headers.Add(new("X-Forwarded-For", before.Length == 0 ? address : $"{before}, {address}"));
        headers.Add(new("X-Real-Ip", address));
        headers.Add(new("X-Forwarded-Proto", request.Headers["X-Forwarded-Proto"] is { Count: > 0 } scheme ? scheme.ToString() : request.Scheme));
        headers.Add(new("X-Forwarded-Host", request.Headers["X-Forwarded-Host"] is { Count: > 0 } host ? host.ToString() : request.Host.Value ?? ""));
        headers.Add(new(GatewayEvent.RemoteAddressHeader, address));
        headers.Add(new("traceparent", traceParent));
        return headers;
    }

    private static bool IsReplaced(string name) =>
        name.Equals("X-Forwarded-For", StringComparison.OrdinalIgnoreCase) || name.Equals("X-Real-Ip", StringComparison.OrdinalIgnoreCase)
        || name.Equals("X-Forwarded-Proto", StringComparison.OrdinalIgnoreCase) || name.Equals("X-Forwarded-Host", StringComparison.OrdinalIgnoreCase)
        || name.Equals("traceparent", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the Connection header names another one as its own.</summary>
    private static bool Names(string connection, string name)
    {
        foreach (var part in connection.AsSpan().Split(','))
            if (connection.AsSpan(part).Trim().Equals(name, StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }
}
