namespace ScfAspire.Runtimes.Tests;

/// <summary>What a call came to: the frame that ended it, and what it logged before.</summary>
internal sealed record Outcome(Frame End, string Log);
