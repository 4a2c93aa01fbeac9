using ScfAspire.Contracts.Internal.V1;

namespace ScfAspire.Metering.Ingest;

/// <summary>Whose record of a run is stored, and where.</summary>
public readonly record struct SeenCall(RecordSource Source, long BlockId);
