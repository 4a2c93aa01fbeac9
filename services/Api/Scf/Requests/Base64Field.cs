namespace ScfAspire.Api.Scf.Requests;

/// <summary>A field of base64 text, decoded as it is read so that a large one is not held twice.</summary>
/// <param name="Bytes">The content; null when the text was not base64.</param>
public sealed record Base64Field(byte[]? Bytes);
