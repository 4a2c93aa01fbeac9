namespace ScfAspire.Operator.Functions;

/// <summary>The code that an object names is not to be had; the message says why.</summary>
internal sealed class CodeMissingException(string message) : Exception(message);
