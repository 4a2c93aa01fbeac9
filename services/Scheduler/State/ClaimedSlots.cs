namespace ScfAspire.Scheduler.State;

/// <summary>Slots of a running instance, taken for one holder.</summary>
internal readonly record struct ClaimedSlots(LeaseId Lease, string AgentId);
