namespace ScfAspire.Dispatch.Leases;

/// <summary>What a window has shown.</summary>
/// <param name="PerSecond">Calls that have ended.</param>
/// <param name="InUse">Slots in use, on average.</param>
/// <param name="Queued">Requests waited all the time.</param>
/// <param name="Waiting">Requests that wait at its end.</param>
internal readonly record struct SlotRate(double PerSecond, double InUse, bool Queued, int Waiting);
