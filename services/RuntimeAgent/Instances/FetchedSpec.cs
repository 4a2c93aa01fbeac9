using ScfAspire.Contracts.Internal.V1;

namespace ScfAspire.RuntimeAgent.Instances;

/// <summary>A function version as its source gave it.</summary>
/// <param name="Spec">What it needs in order to run; without the code.</param>
/// <param name="Code">Its code package, where the source sent it along; otherwise empty.</param>
internal readonly record struct FetchedSpec(InstanceSpec Spec, ReadOnlyMemory<byte> Code);
