using System.Security.Cryptography;
using System.Text;
using k8s.Models;

namespace ScfAspire.Scheduler.Pools.Kubernetes;

/// <summary>Labels and annotations of function pods; see docs/specs/function-pods.md.</summary>
internal static class PodLabels
{
    public const string Name = "app.kubernetes.io/name", ManagedBy = "app.kubernetes.io/managed-by";
    public const string NameValue = "scf-function", ManagedByValue = "scf-aspire";
    public const string Installation = "scfaspire.io/installation", Pool = "scfaspire.io/pool", Key = "scfaspire.io/key";
    public const string Runtime = "scfaspire.io/runtime", Memory = "scfaspire.io/memory", State = "scfaspire.io/state";
    public const string Namespace = "scfaspire.io/namespace", Function = "scfaspire.io/function", Version = "scfaspire.io/version";

    public const string SpecAnnotation = "scfaspire.io/spec", TemplateAnnotation = "scfaspire.io/template", BoundByAnnotation = "scfaspire.io/bound-by", OwnerAnnotation = "scfaspire.io/owner";
    public const string DataPathAnnotation = "scfaspire.io/data-path", PortAnnotation = "scfaspire.io/port", DefaultContainer = "kubectl.kubernetes.io/default-container";

    public const string Warm = "warm", Claimed = "claimed";

    private const int Longest = 63, HashDigits = 8;

    /// <summary>The pods of one pool.</summary>
    public static string Selector(string installation, string pool) => $"{Installation}={installation},{Pool}={pool}";

    /// <summary>A pod's label; empty where somebody has taken it away.</summary>
    public static string Label(this V1Pod pod, string name) => pod.Metadata.Labels?.TryGetValue(name, out var value) is true ? value : "";

    /// <summary>The text where it is a label's value, else its start and a hash: two texts never become one.</summary>
    public static string Value(string text)
    {
        // $LATEST is the one version that is no number.
        var plain = text.TrimStart('$');
        if (plain.Length is > 0 and <= Longest && IsEdge(plain[0]) && IsEdge(plain[^1]) && plain.All(IsInside)) return plain;
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..HashDigits];
        var start = new string([.. plain.Where(IsInside).SkipWhile(c => !IsEdge(c)).Take(Longest - HashDigits - 1)]);
        return start.Length == 0 ? hash : $"{start}.{hash}";
    }

    private static bool IsEdge(char c) => char.IsAsciiLetterOrDigit(c);

    private static bool IsInside(char c) => IsEdge(c) || c is '-' or '_' or '.';
}
