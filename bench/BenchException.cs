namespace ScfAspire.Bench;

/// <summary>A row cannot be measured, or what it measured is not right; the message is for whoever runs the bench.</summary>
internal sealed class BenchException(string message) : Exception(message);
