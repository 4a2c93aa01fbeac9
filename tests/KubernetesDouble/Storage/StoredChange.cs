using System.Text.Json.Nodes;

namespace ScfAspire.KubernetesDouble.Storage;

/// <summary>One entry of the store's history.</summary>
/// <param name="Revision">The revision that it made.</param>
/// <param name="GroupResource">Type of the object.</param>
/// <param name="Before">The object before; null when it was created.</param>
/// <param name="After">The object after; null when it was deleted.</param>
internal sealed record StoredChange(long Revision, string GroupResource, JsonObject? Before, JsonObject? After)
{
    public JsonObject Object => (After ?? Before)!;
}
