using System.Text.Json.Nodes;
using ScfAspire.KubernetesDouble.Resources;

namespace ScfAspire.KubernetesDouble.Storage;

/// <summary>
/// What a cluster's controllers do behind deletions: objects without owners go, a namespace goes with what is in it, a definition with its objects.
/// It runs after each write, where a real one takes a moment. Used under the store's lock.
/// </summary>
internal sealed class Collector(ObjectStore store, TypeTable types, TimeProvider time)
{
    public const string Foreground = "foregroundDeletion";
    public const string Orphan = "orphan";

    /// <summary>Deletes until nothing more is to be deleted.</summary>
    public void Run()
    {
        while (CollectDependents() | FinishForeground() | EmptyNamespaces() | EmptyDefinitions()) { /* Each round may leave something for the next. */ }
    }

    /// <summary>Deletes an object as far as its finalizers let it.</summary>
    /// <param name="type">Type of the object.</param>
    /// <param name="item">The object.</param>
    /// <param name="grace">Seconds that a pod has to end; null for what the pod says.</param>
    /// <returns>The object, when it is still there; null when it is gone.</returns>
    public JsonObject? Delete(ResourceType type, JsonObject item, int? grace = null)
    {
        var graceSeconds = GraceOf(type, item, grace);
        if (item.Finalizers().Count == 0 && graceSeconds == 0 && !IsEmptiedFirst(type))
        {
            store.Remove(type.GroupResource, item);
            return null;
        }
        if (item.IsDeleting() && item.Integer("metadata", "deletionGracePeriodSeconds") == graceSeconds) return item;
        var marked = item.DeepClone().AsObject();
        marked.Metadata()["deletionTimestamp"] ??= Stamp(time.GetUtcNow().AddSeconds(graceSeconds));
        marked.Metadata()["deletionGracePeriodSeconds"] = graceSeconds;
        if (type == BuiltInTypes.Namespaces) marked["status"] = new JsonObject { ["phase"] = "Terminating" };
        return store.Put(type, marked);
    }

    public static string Stamp(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture);

    private static bool IsEmptiedFirst(ResourceType type) => type == BuiltInTypes.Namespaces || type == BuiltInTypes.Definitions;

    // Only what runs on a node has to be ended there.
    private static int GraceOf(ResourceType type, JsonObject item, int? grace) =>
        type != BuiltInTypes.Pods || item.Text("spec", "nodeName").Length == 0 || item.Text("status", "phase") is "Succeeded" or "Failed"
            ? 0
            : grace ?? (int?)item.Integer("spec", "terminationGracePeriodSeconds") ?? 0;

    private bool CollectDependents()
    {
        var alive = store.Everything().Select(each => each.Object.Uid()).ToHashSet();
        var waiting = store.Everything().Where(each => each.Object.IsDeleting() && each.Object.Finalizers().Contains(Foreground)).Select(each => each.Object.Uid()).ToHashSet();
        var changed = false;
        foreach (var (groupResource, item) in store.Everything())
        {
            if (item.IsDeleting() || types.OfGroupResource(groupResource) is not { } type || !item.Owners().Any()) continue;
            // An owner that waits for its dependents is as good as gone.
            if (item.Owners().Any(owner => alive.Contains(owner.Text("uid")) && !waiting.Contains(owner.Text("uid")))) continue;
            Delete(type, item);
            changed = true;
        }
        return changed;
    }

    private bool FinishForeground()
    {
        var changed = false;
        foreach (var (groupResource, item) in store.Everything())
        {
            if (!item.IsDeleting() || types.OfGroupResource(groupResource) is not { } type) continue;
            var orphaning = item.Finalizers().Contains(Orphan);
            if (!orphaning && !item.Finalizers().Contains(Foreground)) continue;
            var dependents = store.Everything().Where(each => each.Object.Owners().Any(owner => owner.Text("uid") == item.Uid())).ToList();
            if (orphaning)
            {
                foreach (var (of, dependent) in dependents) Disown(types.OfGroupResource(of)!, dependent, item.Uid());
            }
            else if (dependents.Count > 0) continue;
            var released = item.DeepClone().AsObject();
            released.Metadata()["finalizers"] = new JsonArray([.. item.Finalizers().Where(finalizer => finalizer is not (Foreground or Orphan)).Select(finalizer => (JsonNode)finalizer)]);
            store.Put(type, released);
            if (released.Finalizers().Count == 0) store.Remove(groupResource, released);
            changed = true;
        }
        return changed;
    }

    private void Disown(ResourceType type, JsonObject dependent, string uid)
    {
        var free = dependent.DeepClone().AsObject();
        var rest = dependent.Owners().Where(owner => owner.Text("uid") != uid).Select(owner => owner.DeepClone()).ToArray();
        if (rest.Length > 0) free.Metadata()["ownerReferences"] = new JsonArray(rest);
        else free.Metadata().Remove("ownerReferences");
        store.Put(type, free);
    }

    private bool EmptyNamespaces()
    {
        var changed = false;
        foreach (var space in store.List(BuiltInTypes.Namespaces).Where(space => space.IsDeleting()).ToList())
        {
            var inside = store.Everything().Where(each => each.Object.Namespace() == space.Name()).ToList();
            foreach (var (groupResource, item) in inside.Where(each => !each.Object.IsDeleting()))
            {
                Delete(types.OfGroupResource(groupResource)!, item);
                changed = true;
            }
            if (inside.Count > 0) continue;
            store.Remove(BuiltInTypes.Namespaces.GroupResource, space);
            changed = true;
        }
        return changed;
    }

    private bool EmptyDefinitions()
    {
        var changed = false;
        foreach (var definition in store.List(BuiltInTypes.Definitions).Where(definition => definition.IsDeleting()).ToList())
        {
            var objects = store.Everything().Where(each => each.GroupResource == definition.Name()).ToList();
            foreach (var (_, item) in objects.Where(each => !each.Object.IsDeleting()))
            {
                Delete(types.OfGroupResource(definition.Name())!, item);
                changed = true;
            }
            if (objects.Count > 0) continue;
            store.Remove(BuiltInTypes.Definitions.GroupResource, definition);
            types.Forget(definition);
            changed = true;
        }
        return changed;
    }
}
