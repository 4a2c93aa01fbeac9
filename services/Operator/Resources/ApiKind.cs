namespace ScfAspire.Operator.Resources;

/// <summary>A kind of objects.</summary>
/// <param name="ApiVersion">E.g. <c>scfaspire.io/v1</c>.</param>
/// <param name="Kind">E.g. <c>Function</c>.</param>
/// <param name="Plural">E.g. <c>functions</c>.</param>
/// <param name="Namespaced">Whether its objects lie in namespaces.</param>
public sealed record ApiKind(string ApiVersion, string Kind, string Plural, bool Namespaced = true)
{
    public const string OwnVersion = "scfaspire.io/v1";

    /// <summary>Path of all objects, or of those of one namespace, or of one object.</summary>
    public string Path(string @namespace = "", string name = "") =>
        $"{(ApiVersion.Contains('/') ? "apis" : "api")}/{ApiVersion}/{(@namespace.Length > 0 && Namespaced ? $"namespaces/{@namespace}/" : "")}{Plural}{(name.Length > 0 ? $"/{name}" : "")}";
}
