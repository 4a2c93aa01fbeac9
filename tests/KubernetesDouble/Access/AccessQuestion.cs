namespace ScfAspire.KubernetesDouble.Access;

/// <summary>Something that somebody wants to do.</summary>
/// <param name="Verb">E.g. <c>get</c>.</param>
/// <param name="Group">Group of the resource; empty for the core group.</param>
/// <param name="Resource">E.g. <c>pods</c>.</param>
/// <param name="Subresource">E.g. <c>log</c>; empty for the object itself.</param>
/// <param name="Namespace">Empty for what lies in none, and for all namespaces.</param>
/// <param name="Name">Empty for any.</param>
public sealed record AccessQuestion(string Verb, string Group, string Resource, string Subresource, string Namespace, string Name)
{
    public string Path => Subresource.Length == 0 ? Resource : $"{Resource}/{Subresource}";
}
