using ScfAspire.V1;

namespace ScfAspire.Client;

/// <summary>A function as deployed.</summary>
/// <param name="Function">The function, in state ACTIVE.</param>
/// <param name="Outcome">What was done.</param>
/// <param name="ChangedFields">For an update, the fields that changed, e.g. <c>code</c>.</param>
/// <param name="Triggers">The triggers that the deployment named, with their URLs.</param>
public sealed record DeploymentResult(Function Function, DeploymentOutcome Outcome, IReadOnlyList<string> ChangedFields, IReadOnlyList<Trigger> Triggers);
