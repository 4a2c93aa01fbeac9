namespace ScfAspire.RuntimeAgent.Sandbox;

/// <summary>A generic process to start.</summary>
/// <param name="Kind">What runs in it.</param>
/// <param name="PublicNet">It gets an uplink; one without is made directly for its function.</param>
/// <param name="Spare">Nobody waits for it: what runs meanwhile comes first.</param>
/// <param name="MemoryMb">Size of the functions that it is for, where that matters from the start; else 0.</param>
internal sealed record SandboxRequest(SandboxKind Kind, bool PublicNet, bool Spare, int MemoryMb = 0);
