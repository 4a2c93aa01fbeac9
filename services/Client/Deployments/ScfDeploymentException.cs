namespace ScfAspire.Client;

/// <summary>A function cannot be deployed as asked, or did not become active; the message says why and what helps.</summary>
public sealed class ScfDeploymentException(string message) : Exception(message);
