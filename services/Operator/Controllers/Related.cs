using System.Collections.Concurrent;
using ScfAspire.Operator.Cluster;
using ScfAspire.Operator.Resources;

namespace ScfAspire.Operator.Controllers;

/// <summary>Which objects have to be looked at again when another changes: an alias, trigger or version when its function does, an alias when its versions do.</summary>
public sealed class Related(ObjectWatch<AliasObject> aliases, ObjectWatch<TriggerObject> triggers, ObjectWatch<FunctionVersionObject> versions)
{
    private readonly ConcurrentDictionary<string, Action<ObjectKey>> _queues = new();

    public void Register(ApiKind kind, Action<ObjectKey> enqueue) => _queues[kind.Kind] = enqueue;

    public void Changed(ApiKind kind, ObjectKey key)
    {
        if (kind == FunctionObject.Kind)
        {
            Enqueue(AliasObject.Kind, aliases.All.Where(alias => Same(alias.Metadata, alias.Spec.FunctionRef, key)).Select(alias => alias.Metadata));
            Enqueue(TriggerObject.Kind, triggers.All.Where(trigger => Same(trigger.Metadata, trigger.Spec.FunctionRef, key)).Select(trigger => trigger.Metadata));
            Enqueue(FunctionVersionObject.Kind, versions.All.Where(version => Same(version.Metadata, version.Spec.FunctionRef, key)).Select(version => version.Metadata));
        }
        else if (kind == FunctionVersionObject.Kind)
        {
            Enqueue(AliasObject.Kind, aliases.All
                .Where(alias => Same(alias.Metadata, alias.Spec.VersionRef, key) || Same(alias.Metadata, alias.Spec.Additional?.VersionRef, key)).Select(alias => alias.Metadata));
        }
        else if (kind == AliasObject.Kind && aliases.Find(key) is { } alias)
        {
            // A trigger may be bound to an alias that was not there.
            Enqueue(TriggerObject.Kind, triggers.All.Where(trigger => Same(trigger.Metadata, alias.Spec.FunctionRef, new(key.Namespace, trigger.Spec.FunctionRef.Name))).Select(trigger => trigger.Metadata));
        }
    }

    private static bool Same(ObjectMetadata metadata, NameReference? reference, ObjectKey key) => reference is not null && metadata.Namespace == key.Namespace && reference.Name == key.Name;

    private void Enqueue(ApiKind kind, IEnumerable<ObjectMetadata> items)
    {
        if (!_queues.TryGetValue(kind.Kind, out var enqueue)) return;
        foreach (var item in items) enqueue(ObjectKey.Of(item));
    }
}
