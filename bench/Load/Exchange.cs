namespace ScfAspire.Bench.Load;

/// <summary>A request body and the answer that belongs to it, byte for byte.</summary>
internal sealed record Exchange(byte[] Body, byte[] Answer);
