using System.Security.Cryptography;
using System.Text;
using ScfAspire.Api.Store;

namespace ScfAspire.Api.Namespaces;

/// <summary>Where the functions of a namespace run: <c>ResourceEnv</c> of the SCF interface.</summary>
public sealed record NamespaceResources
{
    private const int HashBytes = 8;

    /// <summary>A registered cluster.</summary>
    public string Cluster { get; init; } = "";

    /// <summary>Namespace of Kubernetes.</summary>
    public string PodNamespace { get; init; } = "";

    public string SubnetId { get; init; } = "";

    /// <summary>Folder on the nodes for caches.</summary>
    public string DataPath { get; init; } = "";

    public IReadOnlyList<NodeLabel> NodeSelector { get; init; } = [];

    public IReadOnlyList<PodToleration> Tolerations { get; init; } = [];

    /// <summary>First port of the nodes that the platform may use; 0 for none.</summary>
    public int Port { get; init; }

    /// <summary>YAML, as it was given.</summary>
    public string PodTemplatePatch { get; init; } = "";

    /// <summary>The same as JSON.</summary>
    public string PodTemplateJson { get; init; } = "";

    /// <summary>On capacity that may be taken away at any time.</summary>
    public bool Offline { get; init; }

    /// <summary>Content address: 16 hex digits.</summary>
    public string Hash() => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(StoreJson.Write(this))).AsSpan(0, HashBytes));
}
