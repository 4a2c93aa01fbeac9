namespace ScfAspire.Trigger.Gateway.Events;

/// <summary>The query of an event: a string for each name, an array where it comes more than once, <c>true</c> where it has no value at all.</summary>
internal static class QueryString
{
    /// <summary>Writes the object.</summary>
    public static void Write(EventText json, string query)
    {
        if (query.Length == 0)
        {
            json.Raw("{}"u8);
            return;
        }

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

        json.Raw("{"u8);
        for (var i = 0; i < values.Count; i++)
        {
            if (i > 0) json.Raw(","u8);
            json.String(values[i].Key);
            json.Raw(":"u8);
            Write(json, values[i].Value);
        }

        json.Raw("}"u8);
    }

    private static void Write(EventText json, List<string?> values)
    {
        if (values.Count > 1) json.Raw("["u8);
        for (var i = 0; i < values.Count; i++)
        {
            if (i > 0) json.Raw(","u8);
            if (values[i] is { } value) json.String(value);
            else json.Raw("true"u8);
        }

        if (values.Count > 1) json.Raw("]"u8);
    }

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
