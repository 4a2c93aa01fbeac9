using ScfAspire.Contracts.Internal.V1;

namespace ScfAspire.Metering.Blocks;

/// <summary>A record with its identity taken out of the message, which holds the rest.</summary>
public sealed record StoredRecord(CallId Id, RecordSource Source, InvocationRecord Message);
