namespace ScfAspire.Trigger.Queue.Store;

/// <summary>A function that has events without an owner, with the time at which the earliest is due.</summary>
public sealed record WaitingFunction(FunctionName Function, DateTimeOffset DueAt);
