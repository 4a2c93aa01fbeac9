namespace ScfAspire.Metering.Ingest;

/// <summary>What one transaction did; <c>Acknowledged</c> has, for each request, the highest sequence of its source and epoch stored without a gap.</summary>
public sealed record IngestResult(long[] Acknowledged, int Stored, int Repeated, int Superseded, int Refused);
