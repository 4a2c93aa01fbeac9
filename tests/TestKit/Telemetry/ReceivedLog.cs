namespace ScfAspire.TestKit.Telemetry;

/// <summary>A log record that a service has exported; ids in lower-case hex, empty for none.</summary>
public sealed record ReceivedLog(string Service, string Severity, string Text, string TraceId, string SpanId);
