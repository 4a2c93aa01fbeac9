namespace ScfAspire.Api.Scf.Requests;

/// <summary>A field of text as UTF-8: a large one is not held a second time in characters of two bytes.</summary>
/// <param name="Bytes">The text.</param>
public sealed record Utf8Field(ReadOnlyMemory<byte> Bytes);
