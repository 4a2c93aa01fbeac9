using System.Globalization;
using System.Text.Json.Nodes;
using ScfAspire.KubernetesDouble.Resources;

namespace ScfAspire.KubernetesDouble.Storage;

/// <summary>
/// All objects with their history. Whoever reads or writes holds <see cref="Gate"/>; stored objects are never changed, only replaced.
/// </summary>
internal sealed class ObjectStore
{
    private readonly Dictionary<string, SortedDictionary<(string Namespace, string Name), JsonObject>> _objects = [];
    private readonly List<StoredChange> _history = [];
    private TaskCompletionSource _changed = New();

    public Lock Gate { get; } = new();

    /// <summary>The revision of the last change.</summary>
    public long Revision { get; private set; } = 1;

    /// <summary>Changes up to this revision are forgotten.</summary>
    public long ForgottenRevision { get; private set; }

    /// <summary>Completes with the next change.</summary>
    public Task Changed => _changed.Task;

    public JsonObject? Find(ResourceType type, string @namespace, string name) => Of(type.GroupResource).GetValueOrDefault((@namespace, name));

    /// <summary>The objects of a type by namespace and name; of one namespace, unless it is empty.</summary>
    public IEnumerable<JsonObject> List(ResourceType type, string @namespace = "") =>
        Of(type.GroupResource).Where(each => @namespace.Length == 0 || each.Key.Namespace == @namespace).Select(each => each.Value);

    /// <summary>Every object of every type.</summary>
    public IEnumerable<(string GroupResource, JsonObject Object)> Everything() =>
        _objects.SelectMany(type => type.Value.Values.Select(each => (type.Key, each))).ToList();

    /// <summary>Creates or replaces an object, which then belongs to the store.</summary>
    public JsonObject Put(ResourceType type, JsonObject item)
    {
        var key = (item.Namespace(), item.Name());
        var before = Of(type.GroupResource).GetValueOrDefault(key);
        item.Metadata()["resourceVersion"] = (Revision + 1).ToString(CultureInfo.InvariantCulture);
        Of(type.GroupResource)[key] = item;
        Append(type.GroupResource, before, item);
        return item;
    }

    public void Remove(string groupResource, JsonObject item)
    {
        if (!Of(groupResource).Remove((item.Namespace(), item.Name()))) return;
        // Who watches is told the revision of the deletion.
        var last = item.DeepClone().AsObject();
        last.Metadata()["resourceVersion"] = (Revision + 1).ToString(CultureInfo.InvariantCulture);
        Append(groupResource, last, null);
    }

    /// <summary>What happened after a revision, in order.</summary>
    public IReadOnlyList<StoredChange> ChangesAfter(long revision)
    {
        var first = _history.FindIndex(change => change.Revision > revision);
        return first < 0 ? [] : _history[first..];
    }

    /// <summary>Forgets all history, as a compaction does: who goes on from an earlier revision is told that it has expired.</summary>
    public void Forget()
    {
        // A revision of its own, so that whoever read last lies before it too.
        ForgottenRevision = ++Revision;
        _history.Clear();
    }

    private SortedDictionary<(string Namespace, string Name), JsonObject> Of(string groupResource)
    {
        if (_objects.TryGetValue(groupResource, out var objects)) return objects;
        return _objects[groupResource] = new(Comparer<(string Namespace, string Name)>.Create((left, right) =>
            string.CompareOrdinal(left.Namespace, right.Namespace) is var order and not 0 ? order : string.CompareOrdinal(left.Name, right.Name)));
    }

    private void Append(string groupResource, JsonObject? before, JsonObject? after)
    {
        _history.Add(new(++Revision, groupResource, before, after));
        var told = _changed;
        _changed = New();
        told.SetResult();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
