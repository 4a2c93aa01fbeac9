using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using ScfAspire.KubernetesDouble.Resources;
using ScfAspire.KubernetesDouble.Selection;
using ScfAspire.KubernetesDouble.Storage;

namespace ScfAspire.KubernetesDouble.Requests;

/// <summary>Lists objects, whole or in pages. A later page shows what is stored when it is asked for.</summary>
internal static class Listing
{
    /// <exception cref="ApiException">A selector is wrong, or the page asked for has expired.</exception>
    public static JsonObject Read(ObjectStore store, ResourceType type, ApiCall call)
    {
        var labels = LabelSelector.Parse(call.Query("labelSelector"));
        var fields = FieldSelector.Parse(type, call.Query("fieldSelector"));
        var limit = int.TryParse(call.Query("limit"), CultureInfo.InvariantCulture, out var most) ? most : 0;
        lock (store.Gate)
        {
            var (revision, after) = Start(store, call);
            var found = store.List(type, call.Path.Namespace).Where(item => labels.Matches(item) && fields.Matches(item))
                .Where(item => after is null || string.CompareOrdinal(Key(item), after) > 0).ToList();
            var page = limit > 0 ? found.Take(limit).ToList() : found;
            var metadata = new JsonObject { ["resourceVersion"] = revision.ToString(CultureInfo.InvariantCulture) };
            if (page.Count < found.Count)
            {
                metadata["continue"] = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{revision}\n{Key(page[^1])}"));
                metadata["remainingItemCount"] = found.Count - page.Count;
            }
            return new()
            {
                ["kind"] = $"{type.Kind}List",
                ["apiVersion"] = type.ApiVersion,
                ["metadata"] = metadata,
                ["items"] = new JsonArray([.. page.Select(item => item.DeepClone())]),
            };
        }
    }

    private static (long Revision, string? After) Start(ObjectStore store, ApiCall call)
    {
        var exact = call.Query("resourceVersionMatch") == "Exact";
        if (long.TryParse(call.Query("resourceVersion"), CultureInfo.InvariantCulture, out var asked))
        {
            if (asked > store.Revision) throw new ApiException(504, "Timeout", $"Too large resource version: {asked}, current: {store.Revision}");
            if (exact && asked < store.ForgottenRevision) throw ApiException.Expired("The resourceVersion for the provided list is too old.");
        }
        if (call.Query("continue") is not { Length: > 0 } token) return (store.Revision, null);
        if (Encoding.UTF8.GetString(Convert.FromBase64String(token)).Split('\n', 2) is not [var at, var after] || !long.TryParse(at, CultureInfo.InvariantCulture, out var revision))
            throw ApiException.BadRequest("continue key is not valid");
        return revision < store.ForgottenRevision
            ? throw ApiException.Expired("The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter.")
            : (revision, after);
    }

    // Orders as the store does.
    private static string Key(JsonObject item) => $"{item.Namespace()}\0{item.Name()}";
}
