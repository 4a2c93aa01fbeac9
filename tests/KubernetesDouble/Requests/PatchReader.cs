using System.Text.Json.Nodes;
using ScfAspire.KubernetesDouble.Applying;
using ScfAspire.KubernetesDouble.Patching;
using ScfAspire.KubernetesDouble.Resources;
using ScfAspire.KubernetesDouble.Storage;

namespace ScfAspire.KubernetesDouble.Requests;

/// <summary>A patch in one of the four forms that there are.</summary>
internal sealed class PatchReader
{
    private readonly ResourceType _type;
    private readonly JsonNode _patch;
    private readonly string _form;
    private readonly bool _force;
    private readonly ApiPath _path;

    private PatchReader(ResourceType type, JsonNode patch, string form, bool force, ApiPath path) =>
        (_type, _patch, _form, _force, _path) = (type, patch, form, force, path);

    public bool IsApply => _form == "application/apply-patch+yaml";

    /// <summary>Whether the patch is meant for one version of the object.</summary>
    public bool NamesVersion => _patch.Text("metadata", "resourceVersion").Length > 0;

    /// <exception cref="ApiException">It is none of them.</exception>
    public static async Task<PatchReader> ReadAsync(ApiCall call, ResourceType type)
    {
        var form = call.Context.Request.ContentType?.Split(';')[0].Trim() ?? "";
        var body = await call.ReadAsync() ?? throw ApiException.BadRequest("the body of the patch was empty");
        var known = form switch
        {
            "application/json-patch+json" => body is JsonArray,
            "application/merge-patch+json" or "application/apply-patch+yaml" => body is JsonObject,
            "application/strategic-merge-patch+json" => body is JsonObject && !type.IsCustom,
            _ => false,
        };
        if (!known) throw ApiException.UnsupportedMediaType($"the body of the request was in an unknown format - accepted media types include: application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml");
        return new(type, body, form, call.Flag("force"), call.Path);
    }

    /// <param name="live">What is stored; null only for an apply.</param>
    /// <param name="writer">Who writes.</param>
    /// <exception cref="ApiException">The patch does not fit.</exception>
    public JsonObject Apply(JsonObject? live, FieldWriter writer)
    {
        switch (_form)
        {
            case "application/json-patch+json": return JsonPatch.Apply(live!, (JsonArray)_patch) as JsonObject ?? throw ApiException.BadRequest("the patch leaves no object");
            case "application/merge-patch+json": return (JsonObject)MergePatch.Apply(live, _patch)!;
            case "application/strategic-merge-patch+json": return StrategicMergePatch.Apply(_type, live!, (JsonObject)_patch);
        }
        var wanted = _patch.DeepClone().AsObject();
        if (wanted["metadata"]?["managedFields"] is not null) throw ApiException.BadRequest("metadata.managedFields must be nil");
        if (wanted.Name() is { Length: > 0 } name && name != _path.Name) throw ApiException.BadRequest($"the name of the object ({name}) does not match the name on the URL ({_path.Name})");
        if (NamesVersion && live is not null && wanted.Text("metadata", "resourceVersion") != live.Text("metadata", "resourceVersion")) throw ApiException.Conflict(_type, _path.Name);
        if (!_type.IsCustom && wanted.Name().Length == 0) throw ApiException.BadRequest("the name of the object (applied based on URL) was undeterminable: name must be provided");
        wanted.Metadata()["name"] = _path.Name;
        if (live is null) wanted.Metadata().Remove("resourceVersion");
        return ServerSideApply.Apply(_type, live, OwnPart(wanted, writer), writer, _force, TimeProvider.System.GetUtcNow());
    }

    // An apply of the object has no say in its status, and one of its status has none in the rest.
    private JsonObject OwnPart(JsonObject wanted, FieldWriter writer)
    {
        if (!_type.HasStatus) return wanted;
        if (writer.Subresource != "status") wanted.Remove("status");
        else
        {
            foreach (var field in wanted.Select(each => each.Key).Where(key => key is not ("apiVersion" or "kind" or "metadata" or "status")).ToList()) wanted.Remove(field);
            foreach (var field in wanted.Metadata().Select(each => each.Key).Where(key => key is not ("name" or "namespace" or "resourceVersion" or "uid")).ToList()) wanted.Metadata().Remove(field);
        }
        return wanted;
    }
}
