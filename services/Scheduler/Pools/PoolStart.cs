using ScfAspire.Contracts.Internal.V1;
using ScfAspire.Scheduler.State;

namespace ScfAspire.Scheduler.Pools;

/// <summary>What became of a start: exactly one of started, failed, or neither for shortage.</summary>
/// <param name="Instance">The address of the ready instance.</param>
/// <param name="Entry">For the store.</param>
/// <param name="ColdStart">Phases of the start.</param>
/// <param name="Failure">The function could not be made ready; another place would not help.</param>
internal sealed record PoolStart(InstanceAddress? Instance, InstanceEntry Entry, ColdStart? ColdStart, InstanceFailed? Failure)
{
    /// <summary>No room; another pool may have some.</summary>
    public static PoolStart Shortage { get; } = new(null, default, null, null);

    public bool IsShortage => Instance is null && Failure is null;
}
