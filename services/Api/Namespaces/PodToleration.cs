namespace ScfAspire.Api.Namespaces;

/// <summary>A taint that pods put up with.</summary>
/// <param name="Key">Of the taint; empty with <c>Exists</c> for every one.</param>
/// <param name="Operator"><c>Equal</c> or <c>Exists</c>.</param>
/// <param name="Value">With <c>Equal</c>.</param>
/// <param name="Effect"><c>NoSchedule</c>, <c>PreferNoSchedule</c>, <c>NoExecute</c>, or empty for all.</param>
/// <param name="Seconds">For how long; null for ever.</param>
public sealed record PodToleration(string Key, string Operator, string Value, string Effect, long? Seconds);
