namespace ScfAspire.Dispatch.Leases;

/// <summary>A slot on an instance, or why there is none.</summary>
/// <param name="Lease">One of its slots is taken for the caller, who must release it.</param>
/// <param name="Refusal">Set where <paramref name="Lease"/> is null.</param>
/// <param name="ColdStartMicroseconds">Of the start that the caller waited for; 0 when an instance was ready.</param>
internal readonly record struct LeaseResult(HeldLease? Lease, Refusal? Refusal, long ColdStartMicroseconds);
