namespace ScfAspire.Trigger.Queue;

/// <summary>The function whose lane an event runs in.</summary>
public readonly record struct FunctionName(string Namespace, string Function);
