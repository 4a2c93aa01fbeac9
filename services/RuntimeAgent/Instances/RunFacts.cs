using ScfAspire.Contracts.Internal.V1;
using ScfAspire.Contracts.Link;
using ScfAspire.RuntimeAgent.Logs;

namespace ScfAspire.RuntimeAgent.Instances;

/// <summary>What is known of a run when it begins.</summary>
/// <param name="Head">The call's.</param>
/// <param name="Log">Takes what the function prints.</param>
/// <param name="Init">Of the first run of an instance.</param>
/// <param name="ColdStartUs">Microseconds of the start before it; 0 for a warm instance.</param>
/// <param name="Start">When it began.</param>
/// <param name="Clock">The same as a timestamp.</param>
internal readonly record struct RunFacts(InvokeFrame Head, InvocationLog Log, InitLog? Init, long ColdStartUs, DateTimeOffset Start, long Clock);
