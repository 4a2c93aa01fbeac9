namespace ScfAspire.KubernetesDouble.Requests;

/// <summary>The parts of a path below <c>/api</c> or <c>/apis</c>.</summary>
/// <param name="Group">Empty for the core group.</param>
/// <param name="Version">E.g. <c>v1</c>.</param>
/// <param name="Plural">E.g. <c>pods</c>.</param>
/// <param name="Namespace">Empty for what lies in none, and for all namespaces.</param>
/// <param name="Name">Empty for the collection.</param>
/// <param name="Subresource">Empty for the object itself.</param>
public sealed record ApiPath(string Group, string Version, string Plural, string Namespace, string Name, string Subresource)
{
    /// <summary>Reads a path; null where it names no resource.</summary>
    public static ApiPath? Parse(string path)
    {
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString).ToArray();
        var (group, version, rest) = parts switch
        {
            ["api", var v, .. var r] => ("", v, r),
            ["apis", var g, var v, .. var r] => (g, v, r),
            _ => ("", "", []),
        };
        return rest switch
        {
            [] => null,
            ["namespaces", var space, "status" or "finalize"] => new(group, version, "namespaces", "", space, rest[2]),
            ["namespaces", var space, var plural, .. var last] when last.Length <= 2 => new(group, version, plural, space, last.ElementAtOrDefault(0) ?? "", last.ElementAtOrDefault(1) ?? ""),
            [var plural, .. var last] when last.Length <= 2 => new(group, version, plural, "", last.ElementAtOrDefault(0) ?? "", last.ElementAtOrDefault(1) ?? ""),
            _ => null,
        };
    }
}
