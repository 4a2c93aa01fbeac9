using System.Globalization;
using System.Text.Json.Nodes;
using ScfAspire.KubernetesDouble.Resources;
using ScfAspire.KubernetesDouble.Storage;

namespace ScfAspire.KubernetesDouble.Applying;

/// <summary>Who owns which fields of an object.</summary>
internal sealed class ManagedFields
{
    public const string Apply = "Apply";
    public const string Update = "Update";

    private readonly List<Entry> _entries = [];

    public IReadOnlyList<Entry> Entries => _entries;

    public static ManagedFields Read(JsonObject? item)
    {
        var result = new ManagedFields();
        foreach (var entry in (item?["metadata"]?["managedFields"] as JsonArray ?? []).OfType<JsonObject>())
        {
            result._entries.Add(new(
                entry.Text("manager"), entry.Text("operation"), entry.Text("subresource"), entry.Text("apiVersion"), entry.Text("time"), FieldSet.Read(entry["fieldsV1"] as JsonObject)));
        }
        return result;
    }

    public FieldSet Of(FieldWriter writer) => _entries.Find(entry => entry.Is(writer))?.Fields ?? new();

    public FieldSet OfOthers(FieldWriter writer) => _entries.Where(entry => !entry.Is(writer)).Aggregate(new FieldSet(), (all, entry) => all.Union(entry.Fields));

    /// <summary>Gives fields to a writer: instead of what it had after an apply, in addition to it after an update.</summary>
    public void Give(FieldWriter writer, FieldSet fields, string apiVersion, DateTimeOffset now)
    {
        var at = _entries.FindIndex(entry => entry.Is(writer));
        var all = writer.Operation == Apply || at < 0 ? fields : _entries[at].Fields.Union(fields);
        var stamp = now.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        if (at >= 0) _entries.RemoveAt(at);
        if (!all.IsEmpty) _entries.Add(new(writer.Manager, writer.Operation, writer.Subresource, apiVersion, stamp, all));
    }

    /// <summary>Takes fields from everybody but one writer.</summary>
    public void TakeFromOthers(FieldWriter writer, FieldSet fields)
    {
        for (var i = _entries.Count - 1; i >= 0; i--)
        {
            if (_entries[i].Is(writer)) continue;
            var rest = _entries[i].Fields.Minus(fields);
            if (rest.IsEmpty) _entries.RemoveAt(i);
            else _entries[i] = _entries[i] with { Fields = rest };
        }
    }

    public void Write(JsonObject item) => item.Metadata()["managedFields"] = new JsonArray([.. _entries.Select(entry =>
    {
        var written = new JsonObject
        {
            ["manager"] = entry.Manager,
            ["operation"] = entry.Operation,
            ["apiVersion"] = entry.ApiVersion,
            ["time"] = entry.Time,
            ["fieldsType"] = "FieldsV1",
            ["fieldsV1"] = entry.Fields.Write(),
        };
        if (entry.Subresource.Length > 0) written["subresource"] = entry.Subresource;
        return (JsonNode)written;
    })]);

    /// <summary>Notes who changed what in a write that was no apply.</summary>
    public static void Track(ResourceType type, JsonObject? before, JsonObject after, FieldWriter writer, DateTimeOffset now)
    {
        var fields = Read(before);
        var (old, current) = (before is null ? new() : ObjectPaths.Of(type, before), ObjectPaths.Of(type, after));
        var changed = new FieldSet();
        foreach (var path in current.Members())
        {
            if (before is null || !old.Contains(path) || (!IsItem(path) && !JsonNode.DeepEquals(ObjectPaths.At(before, path), ObjectPaths.At(after, path)))) changed.Add(path);
        }
        fields.TakeFromOthers(writer, changed.Union(old.Minus(current)));
        fields.Give(writer, changed, type.ApiVersion, now);
        fields.Write(after);
    }

    /// <summary>Whether a path names an item of a list, whose fields have paths of their own.</summary>
    public static bool IsItem(string[] path) => path[^1].StartsWith("k:", StringComparison.Ordinal);

    public sealed record Entry(string Manager, string Operation, string Subresource, string ApiVersion, string Time, FieldSet Fields)
    {
        public bool Is(FieldWriter writer) => Manager == writer.Manager && Operation == writer.Operation && Subresource == writer.Subresource;
    }
}
