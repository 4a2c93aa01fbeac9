namespace ScfAspire.Trigger.Queue.Store;

/// <summary>What the store knows of an event that has not ended well.</summary>
public sealed record EventState(bool Dead, int Attempts, int LastStatus);
