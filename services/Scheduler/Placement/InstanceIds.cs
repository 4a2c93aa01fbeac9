using System.Security.Cryptography;

namespace ScfAspire.Scheduler.Placement;

/// <summary>Ids that are never used twice, whatever state is lost: milliseconds since 2024 and 22 random bits.</summary>
internal static class InstanceIds
{
    private const long FirstMillisecond = 1_704_067_200_000;
    private const int RandomBits = 22;

    public static ulong New(TimeProvider time) =>
        ((ulong)(time.GetUtcNow().ToUnixTimeMilliseconds() - FirstMillisecond) << RandomBits) | (uint)RandomNumberGenerator.GetInt32(1 << RandomBits);
}
