using ScfAspire.Metering.Blocks;

namespace ScfAspire.Metering.Queries;

/// <summary>A block that may hold matching records, unopened.</summary>
internal sealed record BlockEntry(DateTimeOffset Bucket, long BlockId, BlockSummary Summary);
