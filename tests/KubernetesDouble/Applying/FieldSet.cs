using System.Text.Json.Nodes;

namespace ScfAspire.KubernetesDouble.Applying;

/// <summary>A set of paths into an object, in the notation of <c>FieldsV1</c>: <c>f:</c> a field, <c>k:</c> an item by its keys, <c>v:</c> an item by its value.</summary>
internal sealed class FieldSet
{
    private const string Self = ".";
    private readonly SortedDictionary<string, FieldSet> _children = new(StringComparer.Ordinal);
    private bool _member;

    public bool IsEmpty => !_member && _children.Count == 0;

    public static FieldSet Read(JsonObject? fields)
    {
        var set = new FieldSet();
        foreach (var (step, inner) in fields ?? [])
        {
            if (step == Self)
            {
                set._member = true;
                continue;
            }
            var child = Read(inner as JsonObject);
            if (child.IsEmpty) child._member = true;
            set._children[step] = child;
        }
        return set;
    }

    public JsonObject Write()
    {
        var fields = new JsonObject();
        if (_member && _children.Count > 0) fields[Self] = new JsonObject();
        foreach (var (step, child) in _children) fields[step] = child.Write();
        return fields;
    }

    public void Add(ReadOnlySpan<string> path)
    {
        var at = this;
        foreach (var step in path)
        {
            if (!at._children.TryGetValue(step, out var child)) at._children[step] = child = new();
            at = child;
        }
        at._member = true;
    }

    public bool Contains(ReadOnlySpan<string> path)
    {
        var at = this;
        foreach (var step in path)
        {
            if (!at._children.TryGetValue(step, out at!)) return false;
        }
        return at._member;
    }

    /// <summary>Whether anything at or below a path is in the set.</summary>
    public bool Reaches(ReadOnlySpan<string> path)
    {
        var at = this;
        foreach (var step in path)
        {
            if (!at._children.TryGetValue(step, out at!)) return false;
        }
        return !at.IsEmpty;
    }

    public IEnumerable<string[]> Members() => Members([]);

    public FieldSet Union(FieldSet other)
    {
        var result = new FieldSet { _member = _member || other._member };
        foreach (var step in _children.Keys.Union(other._children.Keys))
        {
            var (left, right) = (_children.GetValueOrDefault(step), other._children.GetValueOrDefault(step));
            result._children[step] = left is null ? right! : right is null ? left : left.Union(right);
        }
        return result;
    }

    public FieldSet Minus(FieldSet other)
    {
        var result = new FieldSet { _member = _member && !other._member };
        foreach (var (step, child) in _children)
        {
            var rest = other._children.TryGetValue(step, out var gone) ? child.Minus(gone) : child;
            if (!rest.IsEmpty) result._children[step] = rest;
        }
        return result;
    }

    private IEnumerable<string[]> Members(string[] prefix)
    {
        if (_member) yield return prefix;
        foreach (var (step, child) in _children)
        {
            foreach (var path in child.Members([.. prefix, step])) yield return path;
        }
    }
}
