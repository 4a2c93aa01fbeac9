using ScfAspire.Core.Names;

namespace ScfAspire.Api.Scf.Models;

/// <summary>Fields that most requests have.</summary>
public class FunctionRequest
{
    public string? FunctionName { get; init; }

    public string? Namespace { get; init; }

    public string? Qualifier { get; init; }

    /// <summary>The name, empty when absent; the services say that it is required.</summary>
    public string Function() => FunctionName ?? "";

    public string NamespaceOrDefault() => string.IsNullOrEmpty(Namespace) ? NameRules.DefaultNamespace : Namespace;

    public string QualifierOr(string otherwise) => string.IsNullOrEmpty(Qualifier) ? otherwise : Qualifier;
}
