using System.Text;
using System.Text.Json;

namespace ScfAspire.Core.Routing;

/// <summary>The caller's values for rule routing: a JSON object whose values are strings or numbers.</summary>
public sealed class RoutingKey
{
    /// <summary>Most UTF-8 bytes of the JSON text.</summary>
    public const int MaxBytes = 1_024;

    private readonly Dictionary<string, string> _values;

    private RoutingKey(Dictionary<string, string> values) => _values = values;

    /// <summary>Reads the JSON text.</summary>
    /// <returns>False when it is over <see cref="MaxBytes"/>, no JSON object, or a value is neither string nor number.</returns>
    public static bool TryParse(string json, out RoutingKey key)
    {
        key = new RoutingKey([]);
        if (Encoding.UTF8.GetByteCount(json) > MaxBytes) return false;
        try
        {
            using var document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind != JsonValueKind.Object) return false;
            foreach (var property in document.RootElement.EnumerateObject())
            {
                if (property.Value.ValueKind == JsonValueKind.String) key._values[property.Name] = property.Value.GetString() ?? "";
                else if (property.Value.ValueKind == JsonValueKind.Number) key._values[property.Name] = property.Value.GetRawText();
                else return false;
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
        catch (InvalidOperationException)
        {
            // A text with an escaped lone surrogate is valid JSON syntax and yet no string.
            return false;
        }
    }

    /// <summary>The value as text, numbers as they were written.</summary>
    public bool TryGet(string name, out string value) => _values.TryGetValue(name, out value!);
}
