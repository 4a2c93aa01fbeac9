using ScfAspire.KubernetesDouble.Applying;

namespace ScfAspire.KubernetesDouble.Requests;

/// <summary>What a write is told beside the object.</summary>
/// <param name="Writer">Who writes.</param>
/// <param name="DryRun">Whether nothing is stored.</param>
/// <param name="Strict">Whether fields that the schema does not know are refused.</param>
/// <param name="Warnings">Takes what the caller is warned of.</param>
internal sealed record WriteOptions(FieldWriter Writer, bool DryRun, bool Strict, List<string> Warnings);
