using ScfAspire.Contracts.Internal.V1;
using ScfAspire.Scheduler.State;

namespace ScfAspire.Scheduler.Pools;

/// <summary>What became of a start: exactly one of started, failed, or neither for shortage.</summary>
/// <param name="Instance">The address of the ready instance.</param>
/// <param name="Entry">For the store.</param>
/// <param name="ColdStart">Phases of the start.</param>
/// <param name="Failure">The function could not be made ready; another place would not help.</param>
/// <param name="Lack">Of a shortage: what callers are told where no other pool has room either; null for no more than that.</param>
internal sealed record PoolStart(InstanceAddress? Instance, InstanceEntry Entry, ColdStart? ColdStart, InstanceFailed? Failure, InstanceFailed? Lack = null)
{
    /// <summary>No room; another pool may have some.</summary>
    public static PoolStart Shortage { get; } = new(null, default, null, null);

    /// <summary>A shortage and its reason.</summary>
    public static PoolStart ShortageOf(int statusCode, string message) => new(null, default, null, null, new InstanceFailed { StatusCode = statusCode, Message = message, Shortage = true });

    /// <summary>No place would help.</summary>
    public static PoolStart Failed(int statusCode, string message) => new(null, default, null, new InstanceFailed { StatusCode = statusCode, Message = message });

    public bool IsShortage => Instance is null && Failure is null;
}
