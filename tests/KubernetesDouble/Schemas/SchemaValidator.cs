using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ScfAspire.KubernetesDouble.Requests;
using ScfAspire.KubernetesDouble.Storage;

namespace ScfAspire.KubernetesDouble.Schemas;

/// <summary>Checks values against an OpenAPI schema as far as definitions may use it.</summary>
internal sealed class SchemaValidator(List<FieldProblem> problems)
{
    public void Check(JsonObject schema, JsonNode? value, string path)
    {
        if (value is null)
        {
            if (schema["nullable"]?.GetValue<bool>() != true && schema["type"] is not null) Add(FieldProblem.Invalid(path, "\"null\"", $"{path} in body must be of type {schema["type"]}: \"null\""));
            return;
        }
        if (!HasType(schema, value))
        {
            Add(FieldProblem.Invalid(path, $"\"{TypeOf(value)}\"", $"{path} in body must be of type {schema["type"]}: \"{TypeOf(value)}\""));
            return;
        }
        if (schema["enum"] is JsonArray allowed && !allowed.Any(each => JsonNode.DeepEquals(each, value)))
            Add(FieldProblem.Unsupported(path, Show(value), allowed.Select(each => Show(each!))));
        switch (value)
        {
            case JsonObject fields: CheckObject(schema, fields, path); break;
            case JsonArray list: CheckList(schema, list, path); break;
            case JsonValue simple when simple.GetValueKind() == JsonValueKind.String: CheckText(schema, simple.GetValue<string>(), path); break;
            case JsonValue simple when simple.GetValueKind() == JsonValueKind.Number: CheckNumber(schema, Number(simple), path); break;
        }
        CheckCombinations(schema, value, path);
    }

    private void CheckObject(JsonObject schema, JsonObject fields, string path)
    {
        foreach (var required in schema.Texts("required"))
        {
            if (!fields.ContainsKey(required)) Add(FieldProblem.Required(Join(path, required)));
        }
        foreach (var (name, inner) in fields)
        {
            if (StructuralSchema.Known(schema, name) is { } known) Check(known, inner, Join(path, name));
        }
        if (schema["maxProperties"] is { } most && fields.Count > Number(most)) Add(new(path, "FieldValueTooMany", $"Too many: {fields.Count}: must have at most {most} items"));
        if (schema["minProperties"] is { } least && fields.Count < Number(least))
            Add(FieldProblem.Invalid(path, $"{fields.Count}", $"{path} in body should have at least {least} properties"));
    }

    private void CheckList(JsonObject schema, JsonArray list, string path)
    {
        if (schema["maxItems"] is { } most && list.Count > Number(most)) Add(new(path, "FieldValueTooMany", $"Too many: {list.Count}: must have at most {most} items"));
        if (schema["minItems"] is { } least && list.Count < Number(least)) Add(FieldProblem.Invalid(path, $"{list.Count}", $"{path} in body should have at least {least} items"));
        for (var i = 0; i < list.Count && schema["items"] is JsonObject; i++) Check(schema["items"]!.AsObject(), list[i], $"{path}[{i}]");
        if (schema.Text("x-kubernetes-list-type") is not ("map" or "set")) return;
        var keys = schema.Texts("x-kubernetes-list-map-keys").ToList();
        var seen = new HashSet<string>();
        foreach (var (item, index) in list.Select((item, index) => (item, index)))
        {
            var identity = keys.Count == 0 ? item?.ToJsonString() ?? "null" : string.Join('\n', keys.Select(key => (item as JsonObject)?[key]?.ToJsonString() ?? ""));
            if (!seen.Add(identity)) Add(new($"{path}[{index}]", "FieldValueDuplicate", $"Duplicate value: {item?.ToJsonString()}"));
        }
    }

    private void CheckText(JsonObject schema, string text, string path)
    {
        var length = new StringInfo(text).LengthInTextElements;
        if (schema["maxLength"] is { } most && length > Number(most)) Add(new(path, "FieldValueTooLong", $"Too long: may not be longer than {most}"));
        if (schema["minLength"] is { } least && length < Number(least)) Add(FieldProblem.Invalid(path, Quote(text), $"{path} in body should be at least {least} chars long"));
        if (schema["pattern"] is { } pattern && !Regex.IsMatch(text, pattern.ToString())) Add(FieldProblem.Invalid(path, Quote(text), $"{path} in body should match '{pattern}'"));
        if (schema.Text("format") == "date-time" && !DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out _))
            Add(FieldProblem.Invalid(path, Quote(text), $"{path} in body must be of type date-time: {Quote(text)}"));
    }

    private void CheckNumber(JsonObject schema, double number, string path)
    {
        var shown = number.ToString("R", CultureInfo.InvariantCulture);
        if (schema["minimum"] is { } least && number < Number(least)) Add(FieldProblem.Invalid(path, shown, $"{path} in body should be greater than or equal to {least}"));
        if (schema["maximum"] is { } most && number > Number(most)) Add(FieldProblem.Invalid(path, shown, $"{path} in body should be less than or equal to {most}"));
        if (schema["multipleOf"] is { } step && number % Number(step) != 0) Add(FieldProblem.Invalid(path, shown, $"{path} in body should be a multiple of {step}"));
    }

    private void CheckCombinations(JsonObject schema, JsonNode value, string path)
    {
        foreach (var all in Alternatives(schema, "allOf")) Check(all, value, path);
        if (Alternatives(schema, "anyOf") is { Count: > 0 } any && !any.Any(each => Fits(each, value)))
            Add(FieldProblem.Invalid(path, Show(value), $"{path} in body must validate at least one schema (anyOf)"));
        if (Alternatives(schema, "oneOf") is { Count: > 0 } one && one.Count(each => Fits(each, value)) != 1)
            Add(FieldProblem.Invalid(path, Show(value), $"{path} in body must validate one and only one schema (oneOf)"));
        if (schema["not"] is JsonObject not && Fits(not, value)) Add(FieldProblem.Invalid(path, Show(value), $"{path} in body must not validate the schema (not)"));
    }

    private static bool Fits(JsonObject schema, JsonNode value)
    {
        var found = new List<FieldProblem>();
        new SchemaValidator(found).Check(schema, value, "");
        return found.Count == 0;
    }

    private static List<JsonObject> Alternatives(JsonObject schema, string name) => [.. (schema[name] as JsonArray ?? []).OfType<JsonObject>()];

    private static bool HasType(JsonObject schema, JsonNode value)
    {
        if (schema["x-kubernetes-int-or-string"]?.GetValue<bool>() == true) return TypeOf(value) is "integer" or "string";
        return schema["type"]?.ToString() switch
        {
            null => true,
            "number" => TypeOf(value) is "integer" or "number",
            var type => TypeOf(value) == type,
        };
    }

    private static string TypeOf(JsonNode value) => value.GetValueKind() switch
    {
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.Number => Number(value) % 1 == 0 ? "integer" : "number",
        _ => "boolean",
    };

    private static double Number(JsonNode value) => double.Parse(value.ToJsonString(), CultureInfo.InvariantCulture);

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    private static string Show(JsonNode value) => value.ToJsonString();

    private static string Quote(string text) => $"\"{text}\"";

    private void Add(FieldProblem problem) => problems.Add(problem);
}
