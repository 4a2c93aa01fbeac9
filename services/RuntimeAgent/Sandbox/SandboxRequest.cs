namespace ScfAspire.RuntimeAgent.Sandbox;

/// <summary>A generic process to start.</summary>
/// <param name="Kind">What runs in it.</param>
/// <param name="PublicNet">It gets an uplink; one without is made directly for its function.</param>
internal sealed record SandboxRequest(SandboxKind Kind, bool PublicNet);
