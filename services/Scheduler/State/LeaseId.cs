using System.Globalization;
using System.Security.Cryptography;

namespace ScfAspire.Scheduler.State;

/// <summary><c>instance.slots.nonce.spec</c>: a lease can be taken up again from its name alone after the state was lost.</summary>
internal readonly record struct LeaseId(ulong InstanceId, int Slots, string Nonce, string SpecId)
{
    public static string NewNonce() => RandomNumberGenerator.GetHexString(12, lowercase: true);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{InstanceId}.{Slots}.{Nonce}.{SpecId}");

    public static bool TryParse(string text, out LeaseId id)
    {
        id = default;
        var parts = text.Split('.', 4);
        if (parts.Length != 4 || !ulong.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var instance)) return false;
        if (!int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var slots) || slots < 1) return false;
        id = new LeaseId(instance, slots, parts[2], parts[3]);
        return true;
    }
}
