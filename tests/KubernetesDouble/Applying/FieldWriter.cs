namespace ScfAspire.KubernetesDouble.Applying;

/// <summary>Who writes.</summary>
/// <param name="Manager">Name of the field manager.</param>
/// <param name="Operation"><c>Apply</c> or <c>Update</c>.</param>
/// <param name="Subresource">E.g. <c>status</c>; empty for the object itself.</param>
internal sealed record FieldWriter(string Manager, string Operation, string Subresource);
