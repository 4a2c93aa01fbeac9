namespace ScfAspire.Metering.Ingest;

/// <summary>The blocks among which a second record of the same run must be looked for.</summary>
public readonly record struct SeenKey(string Namespace, string Function, DateTimeOffset Bucket);
