namespace GrpcConsumer;

/// <summary>What the function answers.</summary>
internal sealed record WordCount(int Words, string Longest);
