using System.Text.Json.Nodes;
using ScfAspire.KubernetesDouble.Requests;
using ScfAspire.KubernetesDouble.Resources;
using ScfAspire.KubernetesDouble.Storage;

namespace ScfAspire.KubernetesDouble.Selection;

/// <summary>A field selector as it stands in a query. Every type has name and namespace; a few built-in ones have more.</summary>
internal sealed class FieldSelector
{
    private static readonly string[] Everywhere = ["metadata.name", "metadata.namespace"];

    private static readonly Dictionary<string, string[]> OfType = new()
    {
        ["pods"] = ["spec.nodeName", "spec.restartPolicy", "spec.schedulerName", "spec.serviceAccountName", "status.phase", "status.podIP", "status.nominatedNodeName"],
        ["events"] = ["involvedObject.kind", "involvedObject.namespace", "involvedObject.name", "involvedObject.uid", "reason", "type", "source"],
        ["secrets"] = ["type"],
        ["nodes"] = ["spec.unschedulable"],
        ["namespaces"] = ["status.phase"],
        ["jobs.batch"] = ["status.successful"],
    };

    private readonly List<(string[] Path, string Value, bool Equal)> _terms = [];

    /// <exception cref="ApiException">The text is no selector, or the type cannot be selected by that field.</exception>
    public static FieldSelector Parse(ResourceType type, string? text)
    {
        var selector = new FieldSelector();
        foreach (var term in (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var equal = !term.Contains("!=");
            if (term.Split(equal ? term.Contains("==") ? "==" : "=" : "!=") is not [var field, var value]) throw ApiException.BadRequest($"invalid selector: '{term}'");
            if (!Everywhere.Contains(field) && !OfType.GetValueOrDefault(type.GroupResource, []).Contains(field)) throw ApiException.BadRequest($"field label not supported: {field}");
            selector._terms.Add((field.Split('.'), value, equal));
        }
        return selector;
    }

    public bool Matches(JsonObject item) => _terms.TrueForAll(term => (item.Text(term.Path) == term.Value) == term.Equal);
}
