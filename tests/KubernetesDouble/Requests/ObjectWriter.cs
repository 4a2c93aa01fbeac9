using System.Security.Cryptography;
using System.Text.Json.Nodes;
using ScfAspire.KubernetesDouble.Admission;
using ScfAspire.KubernetesDouble.Applying;
using ScfAspire.KubernetesDouble.Resources;
using ScfAspire.KubernetesDouble.Storage;

namespace ScfAspire.KubernetesDouble.Requests;

/// <summary>Creates, changes and deletes objects by the rules that hold for all of them. Used under the store's lock.</summary>
internal sealed class ObjectWriter(ObjectStore store, TypeTable types, Collector collector, TimeProvider time)
{
    private const string NameLetters = "bcdfghjklmnpqrstvwxz2456789";
    private const int NameLettersCount = 5;

    private readonly ObjectAdmission _admission = new(store, types);

    /// <exception cref="ApiException">The object is refused.</exception>
    public JsonObject Create(ResourceType type, string @namespace, JsonObject sent, WriteOptions options)
    {
        var item = sent.DeepClone().AsObject();
        Address(type, @namespace, item);
        var metadata = item.Metadata();
        if (metadata["resourceVersion"]?.ToString() is { Length: > 0 }) throw ApiException.BadRequest("resourceVersion should not be set on objects to be created");
        if (store.Find(type, @namespace, item.Name()) is not null) throw ApiException.AlreadyExists(type, item.Name());
        if (type.Namespaced) RequireNamespace(type, @namespace, item.Name());
        metadata["uid"] = Guid.NewGuid().ToString();
        metadata["creationTimestamp"] = Collector.Stamp(time.GetUtcNow());
        foreach (var field in (string[])["deletionTimestamp", "deletionGracePeriodSeconds", "selfLink"]) metadata.Remove(field);
        if (item.ContainsKey("spec")) metadata["generation"] = 1;
        if (type.HasStatus) item.Remove("status");
        _admission.Admit(type, item, null, options);
        if (options.Writer.Operation == ManagedFields.Update) ManagedFields.Track(type, null, item, options.Writer, time.GetUtcNow());
        if (options.DryRun) return item;
        store.Put(type, item);
        ObjectFollowUp.Created(store, types, type, item, Collector.Stamp(time.GetUtcNow()));
        return Settle(type, item);
    }

    /// <param name="type">Type of the object.</param>
    /// <param name="before">What is stored.</param>
    /// <param name="sent">All of what it should be.</param>
    /// <param name="options">How it is written.</param>
    /// <exception cref="ApiException">The change is refused.</exception>
    public JsonObject Update(ResourceType type, JsonObject before, JsonObject sent, WriteOptions options)
    {
        var item = sent.DeepClone().AsObject();
        Address(type, before.Namespace(), item);
        if (item.Name() != before.Name()) throw ApiException.BadRequest($"the name of the object ({item.Name()}) does not match the name on the URL ({before.Name()})");
        var metadata = item.Metadata();
        if (metadata["resourceVersion"]?.ToString() is { Length: > 0 } expected && expected != before.Text("metadata", "resourceVersion")) throw ApiException.Conflict(type, before.Name());
        if (metadata["uid"]?.ToString() is { Length: > 0 } uid && uid != before.Uid())
            throw ApiException.Conflict(type, before.Name(), $"Precondition failed: UID in precondition: {uid}, UID in object meta: {before.Uid()}");
        Keep(type, before, item, options.Writer.Subresource);
        if (before.IsDeleting() && item.Finalizers().Except(before.Finalizers()).ToList() is { Count: > 0 } added)
            throw ApiException.Invalid(type, before.Name(), [FieldProblem.Forbidden("metadata.finalizers", $"no new finalizers can be added if the object is being deleted, found new finalizers []string{{\"{string.Join("\", \"", added)}\"}}")]);
        _admission.Admit(type, item, before, options);
        if (!SameBut(before, item, "spec") && HasGeneration(type, before, item)) item.Metadata()["generation"] = (before.Integer("metadata", "generation") ?? 0) + 1;
        if (options.Writer.Operation == ManagedFields.Update)
        {
            if (SameBut(before, item, "managedFields")) return before;
            ManagedFields.Track(type, before, item, options.Writer, time.GetUtcNow());
        }
        else if (IsUnchanged(before, item)) return before;
        if (options.DryRun) return item;
        store.Put(type, item);
        if (item.IsDeleting() && item.Finalizers().Count == 0 && item.Integer("metadata", "deletionGracePeriodSeconds") == 0) collector.Delete(type, item, 0);
        if (type == BuiltInTypes.Definitions) types.Define(item);
        return Settle(type, item);
    }

    /// <returns>The object, when it is still there; null when it is gone.</returns>
    public JsonObject? Delete(ResourceType type, JsonObject item, JsonObject? body, WriteOptions options)
    {
        var preconditions = body?["preconditions"];
        if (preconditions.Text("uid") is { Length: > 0 } uid && uid != item.Uid())
            throw ApiException.Conflict(type, item.Name(), $"Precondition failed: UID in precondition: {uid}, UID in object meta: {item.Uid()}");
        if (preconditions.Text("resourceVersion") is { Length: > 0 } version && version != item.Text("metadata", "resourceVersion"))
            throw ApiException.Conflict(type, item.Name(), $"Precondition failed: ResourceVersion in precondition: {version}, ResourceVersion in object meta: {item.Text("metadata", "resourceVersion")}");
        if (options.DryRun) return item;
        var finalizer = body.Text("propagationPolicy") switch { "Foreground" => Collector.Foreground, "Orphan" => Collector.Orphan, _ => null };
        if (finalizer is not null && !item.IsDeleting())
        {
            item = item.DeepClone().AsObject();
            item.Metadata()["finalizers"] = new JsonArray([.. item.Finalizers().Append(finalizer).Select(each => (JsonNode)each)]);
            store.Put(type, item);
        }
        var left = collector.Delete(type, item, (int?)body.Integer("gracePeriodSeconds"));
        Settle(type, item);
        return left is null ? null : store.Find(type, item.Namespace(), item.Name());
    }

    private JsonObject Settle(ResourceType type, JsonObject item)
    {
        collector.Run();
        if (type.Namespaced) _admission.Quotas.Refresh(item.Namespace());
        return store.Find(type, item.Namespace(), item.Name()) ?? item;
    }

    private static void Address(ResourceType type, string @namespace, JsonObject item)
    {
        if (item.Text("kind") is { Length: > 0 } kind && kind != type.Kind || item.Text("apiVersion") is { Length: > 0 } version && version != type.ApiVersion)
            throw ApiException.BadRequest($"the API version in the data ({item.Text("apiVersion")}, {item.Text("kind")}) does not match the expected API version ({type.ApiVersion}, {type.Kind})");
        (item["kind"], item["apiVersion"]) = (type.Kind, type.ApiVersion);
        var metadata = item.Metadata();
        if (!type.Namespaced) metadata.Remove("namespace");
        else if (metadata["namespace"]?.ToString() is { Length: > 0 } named && named != @namespace)
            throw ApiException.BadRequest($"the namespace of the provided object does not match the namespace sent on the request");
        else metadata["namespace"] = @namespace;
        if (metadata["name"]?.ToString() is not { Length: > 0 } && metadata["generateName"]?.ToString() is { Length: > 0 } prefix)
            metadata["name"] = prefix + RandomNumberGenerator.GetString(NameLetters, NameLettersCount);
        foreach (var field in (string[])["labels", "annotations", "finalizers", "ownerReferences"])
        {
            if (metadata[field] is null or JsonArray { Count: 0 } or JsonObject { Count: 0 }) metadata.Remove(field);
        }
    }

    private void RequireNamespace(ResourceType type, string @namespace, string name)
    {
        if (store.Find(BuiltInTypes.Namespaces, "", @namespace) is not { } space) throw ApiException.NotFound(BuiltInTypes.Namespaces, @namespace);
        if (space.IsDeleting()) throw ApiException.Forbidden(type, name, $"unable to create new content in namespace {@namespace} because it is being terminated");
    }

    /// <summary>Takes from what is stored all that this write does not touch.</summary>
    private static void Keep(ResourceType type, JsonObject before, JsonObject item, string subresource)
    {
        if (subresource == "status")
        {
            var (status, owners) = (item["status"]?.DeepClone(), item["metadata"]?["managedFields"]?.DeepClone());
            foreach (var name in item.Select(field => field.Key).ToList()) item.Remove(name);
            foreach (var (name, value) in before) item[name] = value?.DeepClone();
            item["status"] = status;
            if (status is null) item.Remove("status");
            if (owners is not null) item.Metadata()["managedFields"] = owners;
            return;
        }
        if (type.HasStatus)
        {
            item.Remove("status");
            if (before["status"] is { } status) item["status"] = status.DeepClone();
        }
        var metadata = item.Metadata();
        foreach (var field in (string[])["uid", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "generation", "resourceVersion", "generateName"])
        {
            metadata.Remove(field);
            if (before["metadata"]?[field] is { } value) metadata[field] = value.DeepClone();
        }
        if (metadata["managedFields"] is null && before["metadata"]?["managedFields"] is { } kept) metadata["managedFields"] = kept.DeepClone();
    }

    private static bool HasGeneration(ResourceType type, JsonObject before, JsonObject item) => type.IsCustom || before.ContainsKey("spec") || item.ContainsKey("spec");

    /// <summary>Whether two states of an object differ in nothing that counts: for its generation, or at all.</summary>
    private static bool SameBut(JsonObject before, JsonObject item, string what)
    {
        var (left, right) = (before.DeepClone().AsObject(), item.DeepClone().AsObject());
        foreach (var each in (JsonObject[])[left, right])
        {
            if (what == "spec")
            {
                each.Remove("metadata");
                each.Remove("status");
            }
            else each.Metadata().Remove("managedFields");
        }
        return JsonNode.DeepEquals(left, right);
    }

    // The time in an entry of an owner is no change by itself.
    private static bool IsUnchanged(JsonObject before, JsonObject item)
    {
        static List<string> Owned(JsonObject of) => [.. ManagedFields.Read(of).Entries.Select(entry => $"{entry.Manager}/{entry.Operation}/{entry.Subresource}/{entry.Fields.Write().ToJsonString()}").Order(StringComparer.Ordinal)];
        return SameBut(before, item, "managedFields") && Owned(before).SequenceEqual(Owned(item));
    }
}
