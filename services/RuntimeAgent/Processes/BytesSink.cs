namespace ScfAspire.RuntimeAgent.Processes;

/// <summary>Takes bytes that are valid during the call only.</summary>
internal delegate void BytesSink(ReadOnlySpan<byte> bytes);
