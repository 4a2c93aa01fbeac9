using ScfAspire.KubernetesDouble.Schemas;

namespace ScfAspire.KubernetesDouble.Resources;

/// <summary>A kind of objects in one version, as the server serves it.</summary>
/// <param name="Group">Empty for the core group.</param>
/// <param name="Version">E.g. <c>v1</c>.</param>
/// <param name="Plural">Name in paths, e.g. <c>pods</c>.</param>
/// <param name="Kind">E.g. <c>Pod</c>.</param>
/// <param name="Namespaced">Whether its objects lie in namespaces.</param>
public sealed record ResourceType(string Group, string Version, string Plural, string Kind, bool Namespaced = true)
{
    public IReadOnlyList<string> ShortNames { get; init; } = [];

    public IReadOnlyList<string> Categories { get; init; } = [];

    /// <summary>Whether <c>status</c> is written by its subresource alone.</summary>
    public bool HasStatus { get; init; }

    /// <summary>Schema of a custom resource; null for a built-in type, whose fields are not checked.</summary>
    public StructuralSchema? Schema { get; init; }

    public string Singular => Kind.ToLowerInvariant();

    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    /// <summary>Identity of the objects whatever the version, e.g. <c>functions.scfaspire.io</c>.</summary>
    public string GroupResource => Group.Length == 0 ? Plural : $"{Plural}.{Group}";

    public bool IsCustom => Schema is not null;
}
