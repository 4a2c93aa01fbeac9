using ScfAspire.Api.Functions;

namespace ScfAspire.Api.Scf.Models;

public sealed record InstanceConcurrencyConfigModel(string? DynamicEnabled, int? MaxConcurrency)
{
    /// <summary>The largest number stands where a dynamic setting names none.</summary>
    public InstanceConcurrency ToSetting() => new((DynamicEnabled ?? (MaxConcurrency is null ? "" : "FALSE")).ToUpperInvariant(), MaxConcurrency ?? (string.IsNullOrEmpty(DynamicEnabled) ? 1 : Core.Limits.ScfLimits.InstanceConcurrencyMax));

    public static InstanceConcurrencyConfigModel? Of(InstanceConcurrency setting) => setting.Mode.Length == 0 ? null : new(setting.Mode, setting.MaxConcurrency);
}
