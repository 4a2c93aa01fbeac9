namespace ScfAspire.RuntimeAgent.Gob;

/// <summary>Bytes that are not a gob stream, or one with values that are not read here.</summary>
internal sealed class GobFormatException(string message) : Exception(message);
