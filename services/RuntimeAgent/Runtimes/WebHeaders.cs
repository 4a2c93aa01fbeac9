using System.Globalization;
using System.Net.Http.Headers;
using ScfAspire.Contracts.Internal.V1;
using ScfAspire.Contracts.Link;

namespace ScfAspire.RuntimeAgent.Runtimes;

/// <summary>Headers on the way to and from a web function.</summary>
internal static class WebHeaders
{
    private const string Own = "X-Scf-";
    private const string TraceParent = "traceparent";

    // The function's address, which reaches it as the platform's word only.
    private const string RemoteAddress = "X-Scf-Remote-Addr";

    private static readonly HashSet<string> HopByHop = new(StringComparer.OrdinalIgnoreCase)
        { "Connection", "Keep-Alive", "Proxy-Connection", "Transfer-Encoding", "TE", "Trailer", "Upgrade", "Content-Length", "Host", "Expect" };

    /// <summary>Copies the caller's headers but for those that are the platform's or the connection's, and adds the platform's.</summary>
    /// <param name="request">The request to the function.</param>
    /// <param name="head">The caller's.</param>
    /// <param name="traceParent">Stands in place of the caller's own header, whose span it descends from; empty to leave that.</param>
    /// <param name="spec">The function version.</param>
    public static void CopyTo(HttpRequestMessage request, InvokeFrame head, string traceParent, InstanceSpec spec)
    {
        string? upgrade = null;
        foreach (var (name, value) in head.Headers)
        {
            if (name.Equals("Host", StringComparison.OrdinalIgnoreCase)) request.Headers.TryAddWithoutValidation("Host", value);
            else if (name.Equals("Upgrade", StringComparison.OrdinalIgnoreCase)) upgrade = value;
            else if (HopByHop.Contains(name) || (name.StartsWith(Own, StringComparison.OrdinalIgnoreCase) && !name.Equals(RemoteAddress, StringComparison.OrdinalIgnoreCase))) continue;
            else if (traceParent.Length > 0 && name.Equals(TraceParent, StringComparison.OrdinalIgnoreCase)) continue;
            else if (!request.Headers.TryAddWithoutValidation(name, value)) request.Content?.Headers.TryAddWithoutValidation(name, value);
        }

        if (upgrade is not null)
        {
            request.Headers.TryAddWithoutValidation("Connection", "Upgrade");
            request.Headers.TryAddWithoutValidation("Upgrade", upgrade);
        }

        Add(request, "Request-Id", head.RequestId.ToString("D"));
        Add(request, "Memory", spec.MemoryMb.ToString(CultureInfo.InvariantCulture));
        Add(request, "Timeout", head.TimeLimitMs.ToString(CultureInfo.InvariantCulture));
        Add(request, "Version", spec.Version);
        Add(request, "Name", spec.Key.Function);
        Add(request, "Namespace", spec.Key.Namespace);
        Add(request, "Region", spec.Region);
        Add(request, "Appid", spec.AppId);
        Add(request, "Uin", spec.Uin);
        if (head.TriggerSource.Length > 0) Add(request, "Trigger-Src", head.TriggerSource);
        if (traceParent.Length > 0) request.Headers.TryAddWithoutValidation(TraceParent, traceParent);
    }

    private static void Add(HttpRequestMessage request, string name, string value)
    {
        if (value.Length > 0) request.Headers.TryAddWithoutValidation(Own + name, value);
    }

    /// <summary>The function's headers, and their size as they are sent: names, values, colons and line ends.</summary>
    public static (List<KeyValuePair<string, string>> Headers, int Bytes) Of(HttpResponseMessage response)
    {
        List<KeyValuePair<string, string>> headers = [];
        var bytes = 0;
        Take(response.Headers.NonValidated);
        Take(response.Content.Headers.NonValidated);
        return (headers, bytes);

        void Take(HttpHeadersNonValidated source)
        {
            foreach (var (name, values) in source)
            {
                foreach (var value in values)
                {
                    bytes += name.Length + value.Length + 4;
                    if (!HopByHop.Contains(name) || name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase) || IsUpgrade(response, name)) headers.Add(new(name, value));
                }
            }
        }
    }

    private static bool IsUpgrade(HttpResponseMessage response, string name) =>
        (int)response.StatusCode == 101 && (name.Equals("Upgrade", StringComparison.OrdinalIgnoreCase) || name.Equals("Connection", StringComparison.OrdinalIgnoreCase));
}
