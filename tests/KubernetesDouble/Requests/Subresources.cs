using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using ScfAspire.KubernetesDouble.Access;
using ScfAspire.KubernetesDouble.Resources;
using ScfAspire.KubernetesDouble.Storage;

namespace ScfAspire.KubernetesDouble.Requests;

/// <summary>Requests below an object: those that the server answers itself, and those that a test has taken over, e.g. a pod's log.</summary>
internal sealed class Subresources(ObjectStore store, ObjectWriter writer, TokenTable tokens, TimeProvider time)
{
    private const int DefaultTokenSeconds = 3600;

    /// <summary>By <c>{plural}/{subresource}</c>.</summary>
    public ConcurrentDictionary<string, Func<ApiCall, Task>> Handlers { get; } = new();

    /// <returns>Whether the request has been answered.</returns>
    public async Task<bool> HandleAsync(ApiCall call, ResourceType type)
    {
        var path = $"{type.GroupResource}/{call.Path.Subresource}";
        if (Handlers.TryGetValue(path, out var handler))
        {
            await handler(call);
            return true;
        }
        if (path is not ("serviceaccounts/token" or "pods/eviction" or "pods/binding" or "pods/resize")) return false;
        if (path == "pods/resize") return await ResizeAsync(call, type);
        if (call.Verb != "create") throw ApiException.NoSuchPath();
        var body = await call.ReadAsync() as JsonObject ?? [];
        JsonObject answer;
        lock (store.Gate)
        {
            var item = store.Find(type, call.Path.Namespace, call.Path.Name) ?? throw ApiException.NotFound(type, call.Path.Name);
            answer = path switch
            {
                "serviceaccounts/token" => Token(body, item),
                "pods/binding" => Bind(type, body, item, call),
                _ => Evict(type, body, item, call),
            };
        }
        await JsonAnswer.SendAsync(call.Context, 201, answer);
        return true;
    }

    private JsonObject Token(JsonObject body, JsonObject account)
    {
        var name = $"system:serviceaccount:{account.Namespace()}:{account.Name()}";
        var caller = new Caller(name, ["system:serviceaccounts", $"system:serviceaccounts:{account.Namespace()}", Caller.Authenticated], account.Uid());
        var seconds = body.Integer("spec", "expirationSeconds") ?? DefaultTokenSeconds;
        var answer = body.DeepClone().AsObject();
        (answer["kind"], answer["apiVersion"]) = ("TokenRequest", "authentication.k8s.io/v1");
        answer["status"] = new JsonObject
        {
            ["token"] = tokens.Issue(caller, [.. body.Texts("spec", "audiences")]),
            ["expirationTimestamp"] = Collector.Stamp(time.GetUtcNow().AddSeconds(seconds)),
        };
        return answer;
    }

    private JsonObject Bind(ResourceType type, JsonObject body, JsonObject pod, ApiCall call)
    {
        if (pod.Text("spec", "nodeName") is { Length: > 0 } node) throw ApiException.Conflict(type, pod.Name(), $"pod {pod.Name()} is already assigned to node \"{node}\"");
        var bound = pod.DeepClone().AsObject();
        bound["spec"]!["nodeName"] = body.Text("target", "name");
        writer.Update(type, pod, bound, Options(call));
        return Done();
    }

    private JsonObject Evict(ResourceType type, JsonObject body, JsonObject pod, ApiCall call)
    {
        writer.Delete(type, pod, body["deleteOptions"] as JsonObject, Options(call));
        return Done();
    }

    // Changes nothing but resources of containers; the node's agent, which is the test's, acts on it.
    private async Task<bool> ResizeAsync(ApiCall call, ResourceType type)
    {
        if (call.Verb is not ("patch" or "update")) throw ApiException.NoSuchPath();
        var patch = call.Verb == "patch" ? await PatchReader.ReadAsync(call, type) : null;
        var sent = call.Verb == "update" ? await call.ReadAsync() as JsonObject : null;
        JsonObject item;
        lock (store.Gate)
        {
            var pod = store.Find(type, call.Path.Namespace, call.Path.Name) ?? throw ApiException.NotFound(type, call.Path.Name);
            var options = call.Options(patch?.IsApply == true);
            var wanted = patch is not null ? patch.Apply(pod, options.Writer) : sent ?? throw ApiException.BadRequest("the body of the request was empty");
            if (patch is { NamesVersion: false }) wanted.Metadata().Remove("resourceVersion");
            item = writer.Update(type, pod, wanted, options with { Writer = options.Writer with { Subresource = "resize" } });
        }
        await JsonAnswer.SendAsync(call.Context, 200, item);
        return true;
    }

    private static WriteOptions Options(ApiCall call)
    {
        var options = call.Options(apply: false);
        return options with { Writer = options.Writer with { Subresource = call.Path.Subresource } };
    }

    private static JsonObject Done() => new() { ["kind"] = "Status", ["apiVersion"] = "v1", ["metadata"] = new JsonObject(), ["status"] = "Success", ["code"] = 201 };
}
