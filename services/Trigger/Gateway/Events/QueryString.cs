using System.Text.Json;

namespace ScfAspire.Trigger.Gateway.Events;

/// <summary>The query of an event: a string for each name, an array where it comes more than once, <c>true</c> where it has no value at all.</summary>
internal static class QueryString
{
    public static void Write(Utf8JsonWriter json, string property, string query)
    {
        json.WriteStartObject(property);
        if (query.Length > 0)
        {
            var values = new List<KeyValuePair<string, List<string?>>>();
            foreach (var part in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
            {
                var equals = part.IndexOf('=', StringComparison.Ordinal);
                var name = Decode(equals < 0 ? part : part[..equals]);
                var value = equals < 0 ? null : Decode(part[(equals + 1)..]);
                var known = values.FindIndex(pair => pair.Key == name);
                if (known < 0) values.Add(new(name, [value]));
                else values[known].Value.Add(value);
            }
            foreach (var (name, found) in values)
            {
                json.WritePropertyName(name);
                if (found.Count > 1) json.WriteStartArray();
                foreach (var value in found)
                {
                    if (value is null) json.WriteBooleanValue(true);
                    else json.WriteStringValue(value);
                }
                if (found.Count > 1) json.WriteEndArray();
            }
        }
        json.WriteEndObject();
    }

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
