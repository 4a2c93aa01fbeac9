namespace ScfAspire.Client;

/// <summary>One field that the platform refused.</summary>
/// <param name="Field">Path in the request, e.g. <c>function.memory_mb</c>.</param>
/// <param name="Description">What is wrong with it.</param>
public sealed record ScfFieldViolation(string Field, string Description);
