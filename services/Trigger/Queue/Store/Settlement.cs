using ScfAspire.Trigger.Queue.Retries;

namespace ScfAspire.Trigger.Queue.Store;

/// <summary>A run that has ended, to be written down.</summary>
public sealed record Settlement(QueuedEvent Event, Verdict Verdict, int StatusCode, string ErrorMessage);
