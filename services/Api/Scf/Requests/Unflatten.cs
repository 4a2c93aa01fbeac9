using System.Globalization;
using System.Text.Json;
using ScfAspire.Core.Errors;

namespace ScfAspire.Api.Scf.Requests;

/// <summary>
/// Turns flat fields (<c>Filters.0.Name=Type</c>) back into a JSON object: dots part the names, and a level whose names are all numbers is an array
/// in their order. Values stay texts; the action's form decides what they become.
/// </summary>
public static class Unflatten
{
    private const int DepthMax = 16;

    /// <exception cref="ScfException">A name deeper than 16 levels, or both a value and a parent of others.</exception>
    public static byte[] ToJson(IEnumerable<KeyValuePair<string, string>> fields)
    {
        var root = new Node();
        foreach (var (key, value) in fields)
        {
            var parts = key.Split('.');
            if (parts.Length > DepthMax) throw Bad(key);
            var node = root;
            foreach (var part in parts)
            {
                if (node.Value is not null) throw Bad(key);
                node = node.Child(part);
            }

            if (node.Children.Count > 0) throw Bad(key);
            node.Value = value;
        }

        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer)) root.Write(writer, isRoot: true);
        return buffer.ToArray();
    }

    private static ScfException Bad(string key) => new(ScfErrorCode.InvalidParameterPayload, $"The field name '{(key.Length <= 120 ? key : key[..120])}' cannot be read.");

    private sealed class Node
    {
        public string? Value { get; set; }

        public Dictionary<string, Node> Children { get; } = new(StringComparer.Ordinal);

        private bool IsArray => Children.Count > 0 && Children.Keys.All(k => int.TryParse(k, NumberStyles.None, CultureInfo.InvariantCulture, out _));

        public Node Child(string name)
        {
            if (!Children.TryGetValue(name, out var child)) Children[name] = child = new();
            return child;
        }

        public void Write(Utf8JsonWriter writer, bool isRoot = false)
        {
            if (Value is not null)
            {
                writer.WriteStringValue(Value);
            }
            else if (!isRoot && IsArray)
            {
                writer.WriteStartArray();
                foreach (var child in Children.OrderBy(c => int.Parse(c.Key, CultureInfo.InvariantCulture))) child.Value.Write(writer);
                writer.WriteEndArray();
            }
            else
            {
                writer.WriteStartObject();
                foreach (var (name, child) in Children)
                {
                    writer.WritePropertyName(name);
                    child.Write(writer);
                }

                writer.WriteEndObject();
            }
        }
    }
}
