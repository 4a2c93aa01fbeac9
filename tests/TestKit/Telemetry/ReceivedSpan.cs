namespace ScfAspire.TestKit.Telemetry;

/// <summary>A span that a service has exported; ids in lower-case hex, <paramref name="ParentId"/> empty for none.</summary>
public sealed record ReceivedSpan(
    string Service, string Name, string TraceId, string SpanId, string ParentId, bool Failed, IReadOnlyDictionary<string, string> Attributes);
