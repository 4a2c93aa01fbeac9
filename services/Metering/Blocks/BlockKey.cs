namespace ScfAspire.Metering.Blocks;

/// <summary>What the records of one block have in common; <c>Bucket</c> is the second in which the request ids were made.</summary>
public readonly record struct BlockKey(DateTimeOffset Bucket, RunTarget Target);
