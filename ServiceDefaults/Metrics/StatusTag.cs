namespace ScfAspire.ServiceDefaults.Metrics;

/// <summary>A status code as the value of a tag: an object, of which every call would else make one.</summary>
public static class StatusTag
{
    private static readonly object[] Known = [.. Enumerable.Range(0, 600).Select(code => (object)code)];

    /// <summary>The code as an object.</summary>
    public static object Of(int statusCode) => (uint)statusCode < (uint)Known.Length ? Known[statusCode] : statusCode;
}
