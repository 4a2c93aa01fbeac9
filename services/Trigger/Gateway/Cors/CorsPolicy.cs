using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Extensions.Primitives;
using ScfAspire.Contracts.Internal.V1;

namespace ScfAspire.Trigger.Gateway.Cors;

/// <summary>Answers browsers of other origins as a trigger's CorsConfig says.</summary>
internal sealed class CorsPolicy
{
    private static readonly ConditionalWeakTable<HttpTriggerRoute, CorsPolicy> Policies = [];
    private static readonly object AppliedKey = new();

    private readonly CorsSettings _settings;
    private readonly HashSet<string> _origins;
    private readonly bool _anyOrigin;

    private CorsPolicy(CorsSettings settings)
    {
        _settings = settings;
        _origins = new HashSet<string>(settings.Origins, StringComparer.OrdinalIgnoreCase);
        _anyOrigin = _origins.Contains("*");
    }

    /// <summary>The trigger's policy; null when it has none. Read once for each trigger, whose route never changes in place.</summary>
    /// <exception cref="JsonException">The control plane let a malformed configuration pass.</exception>
    public static CorsPolicy? Of(HttpTriggerRoute trigger)
    {
        if (trigger.CorsJson.Length == 0) return null;
        var policy = Policies.GetValue(
            trigger, route => new CorsPolicy(JsonSerializer.Deserialize(route.CorsJson, CorsSettingsContext.Default.CorsSettings) ?? new CorsSettings()));
        return policy._settings.Enable ? policy : null;
    }

    /// <summary>Whether the gateway sets this answer's CORS headers: the function's own must not double them.</summary>
    public static bool IsApplied(HttpContext context) => context.Items.ContainsKey(AppliedKey);

    public static bool IsPreflight(HttpRequest request) =>
        HttpMethods.IsOptions(request.Method) && request.Headers.Origin.Count > 0 && request.Headers.AccessControlRequestMethod.Count > 0;

    /// <summary>204; the headers that allow the request are there only if it is allowed, which is how a browser learns of it.</summary>
    public void AnswerPreflight(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        var method = context.Request.Headers.AccessControlRequestMethod.ToString();
        if (!SetOrigin(context) || (_settings.Methods.Count > 0 && !Lists(_settings.Methods, method))) return;
        var headers = context.Response.Headers;
        headers.AccessControlAllowMethods = _settings.Methods.Count == 0 || _settings.Methods.Contains("*") ? method : string.Join(", ", _settings.Methods);
        var asked = context.Request.Headers.AccessControlRequestHeaders;
        if (asked.Count > 0)
            headers.AccessControlAllowHeaders = _settings.Headers.Count == 0 || _settings.Headers.Contains("*") ? asked : string.Join(", ", _settings.Headers);
        if (_settings.MaxAge > 0) headers.AccessControlMaxAge = _settings.MaxAge.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>Sets the headers of an actual request's answer.</summary>
    public void Prepare(HttpContext context)
    {
        context.Items[AppliedKey] = true;
        if (!SetOrigin(context)) return;
        if (_settings.ExposeHeaders.Count > 0) context.Response.Headers.AccessControlExposeHeaders = string.Join(", ", _settings.ExposeHeaders);
    }

    private bool SetOrigin(HttpContext context)
    {
        var origin = context.Request.Headers.Origin;
        if (StringValues.IsNullOrEmpty(origin)) return false;
        context.Response.Headers.Append("Vary", "Origin");
        if (!_anyOrigin && !_origins.Contains(origin.ToString())) return false;
        // With credentials a browser refuses the asterisk.
        context.Response.Headers.AccessControlAllowOrigin = _anyOrigin && !_settings.Credentials ? "*" : origin;
        if (_settings.Credentials) context.Response.Headers.AccessControlAllowCredentials = "true";
        return true;
    }

    private static bool Lists(IReadOnlyList<string> values, string value) =>
        values.Any(candidate => candidate == "*" || candidate.Equals(value, StringComparison.OrdinalIgnoreCase));
}
