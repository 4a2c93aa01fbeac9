using ScfAspire.Contracts.Link;

namespace ScfAspire.TestKit.Simulation;

/// <summary>A call that a simulated agent received.</summary>
/// <param name="CallId">Of the link.</param>
/// <param name="Invoke">Its head.</param>
/// <param name="Body">Its whole body.</param>
/// <param name="Link">Where answers go.</param>
public sealed record SimulatedCall(uint CallId, InvokeFrame Invoke, byte[] Body, SimulatedLink Link);
