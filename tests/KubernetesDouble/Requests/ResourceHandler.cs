using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using ScfAspire.KubernetesDouble.Resources;
using ScfAspire.KubernetesDouble.Storage;

namespace ScfAspire.KubernetesDouble.Requests;

/// <summary>Answers requests for objects.</summary>
internal sealed class ResourceHandler(ObjectStore store, TypeTable types, ObjectWriter writer, Subresources subresources, WatchStreams watches)
{
    /// <summary>Types whose deletion answers with the object, where others answer with a status.</summary>
    private static readonly string[] ReturnedWhenDeleted = ["pods", "services", "serviceaccounts", "persistentvolumeclaims", "persistentvolumes", "resourcequotas", "podtemplates"];

    public async Task HandleAsync(ApiCall call)
    {
        ResourceType? type;
        lock (store.Gate) type = types.Find(call.Path.Group, call.Path.Version, call.Path.Plural);
        if (type is null || (type.Namespaced && call.Path.Namespace.Length == 0 && call.Path.Name.Length > 0)) throw ApiException.NoSuchPath();
        if (call.Path.Subresource.Length > 0 && await subresources.HandleAsync(call, type)) return;
        if (call.Path.Subresource.Length > 0 && !(call.Path.Subresource == "status" && type.HasStatus)) throw ApiException.NoSuchPath();
        switch (call.Verb)
        {
            case "get": await AnswerAsync(call, 200, type, Get(type, call)); break;
            case "list": await SendAsync(call, 200, Listing.Read(store, type, call)); break;
            case "watch": await watches.RunAsync(type, call); break;
            case "create":
            {
                if (call.Path.Name.Length > 0) throw new ApiException(405, "MethodNotAllowed", "the server does not allow this method on the requested resource");
                var sent = await ObjectAsync(call);
                await WriteAsync(call, type, 201, options => writer.Create(type, call.Path.Namespace, sent, options));
                break;
            }
            case "update":
            {
                var sent = await ObjectAsync(call);
                await WriteAsync(call, type, 200, options =>
                {
                    if (type.IsCustom && sent.Text("metadata", "resourceVersion").Length == 0)
                        throw ApiException.Invalid(type, call.Path.Name, [FieldProblem.Invalid("metadata.resourceVersion", "0x0", "must be specified for an update")]);
                    return writer.Update(type, Get(type, call), sent, options);
                });
                break;
            }
            case "patch": await PatchAsync(call, type); break;
            case "delete": await DeleteAsync(call, type); break;
            case "deletecollection": await DeleteAllAsync(call, type); break;
        }
    }

    public static Task SendAsync(ApiCall call, int code, JsonNode body) => JsonAnswer.SendAsync(call.Context, code, body);

    private static Task AnswerAsync(ApiCall call, int code, ResourceType type, JsonObject item)
    {
        if (item.Text("apiVersion") == type.ApiVersion) return SendAsync(call, code, item);
        var shown = item.DeepClone().AsObject();
        shown["apiVersion"] = type.ApiVersion;
        return SendAsync(call, code, shown);
    }

    private JsonObject Get(ResourceType type, ApiCall call)
    {
        lock (store.Gate) return store.Find(type, call.Path.Namespace, call.Path.Name) ?? throw ApiException.NotFound(type, call.Path.Name);
    }

    private Task WriteAsync(ApiCall call, ResourceType type, int code, Func<WriteOptions, JsonObject> write)
    {
        var options = call.Options(apply: false);
        JsonObject item;
        lock (store.Gate) item = write(options);
        Warn(call.Context, options);
        return AnswerAsync(call, code, type, item);
    }

    private async Task PatchAsync(ApiCall call, ResourceType type)
    {
        var patch = await PatchReader.ReadAsync(call, type);
        var options = call.Options(patch.IsApply);
        JsonObject item;
        var created = false;
        lock (store.Gate)
        {
            var live = store.Find(type, call.Path.Namespace, call.Path.Name);
            created = live is null;
            if (live is null && !patch.IsApply) throw ApiException.NotFound(type, call.Path.Name);
            var wanted = patch.Apply(live, options.Writer);
            // Without the version that it was read at: the patch has just been applied to the newest.
            if (live is not null && !patch.NamesVersion) wanted.Metadata().Remove("resourceVersion");
            item = live is null ? writer.Create(type, call.Path.Namespace, wanted, options) : writer.Update(type, live, wanted, options);
        }
        Warn(call.Context, options);
        await AnswerAsync(call, created ? 201 : 200, type, item);
    }

    private async Task DeleteAsync(ApiCall call, ResourceType type)
    {
        var body = await DeleteOptionsAsync(call);
        var options = call.Options(apply: false);
        JsonObject before;
        JsonObject? left;
        lock (store.Gate)
        {
            before = Get(type, call);
            left = writer.Delete(type, before, body, options);
        }
        if (left is not null || ReturnedWhenDeleted.Contains(type.GroupResource)) await AnswerAsync(call, 200, type, left ?? before);
        else await SendAsync(call, 200, Success(type, before));
    }

    private async Task DeleteAllAsync(ApiCall call, ResourceType type)
    {
        var body = await DeleteOptionsAsync(call);
        var options = call.Options(apply: false);
        JsonObject deleted;
        lock (store.Gate)
        {
            deleted = Listing.Read(store, type, call);
            foreach (var item in deleted["items"]!.AsArray().OfType<JsonObject>())
            {
                if (store.Find(type, item.Namespace(), item.Name()) is { } stored) writer.Delete(type, stored, body, options);
            }
        }
        await SendAsync(call, 200, deleted);
    }

    private static async Task<JsonObject?> DeleteOptionsAsync(ApiCall call)
    {
        var body = await call.ReadAsync() as JsonObject ?? [];
        if (call.Query("propagationPolicy") is { Length: > 0 } policy) body["propagationPolicy"] = policy;
        if (call.Query("gracePeriodSeconds") is { Length: > 0 } grace) body["gracePeriodSeconds"] = int.Parse(grace, System.Globalization.CultureInfo.InvariantCulture);
        return body;
    }

    private static async Task<JsonObject> ObjectAsync(ApiCall call) => await call.ReadAsync() as JsonObject ?? throw ApiException.BadRequest("the body of the request was empty");

    private static void Warn(HttpContext context, WriteOptions options)
    {
        foreach (var warning in options.Warnings) context.Response.Headers.Append("Warning", $"299 - \"{warning.Replace("\"", "\\\"")}\"");
    }

    private static JsonObject Success(ResourceType type, JsonObject item) => new()
    {
        ["kind"] = "Status",
        ["apiVersion"] = "v1",
        ["metadata"] = new JsonObject(),
        ["status"] = "Success",
        ["details"] = new JsonObject { ["name"] = item.Name(), ["group"] = type.Group, ["kind"] = type.Plural, ["uid"] = item.Uid() },
    };
}
