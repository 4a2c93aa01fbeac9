using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using k8s.Models;
using ScfAspire.Core.Errors;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace ScfAspire.Api.Namespaces;

/// <summary>Reads a PodTemplatePatch: YAML whose every key is one of a pod template, or a directive of a strategic merge.</summary>
public static class PodTemplateReader
{
    private const string Directive = "$patch";
    private const int Longest = 32 * 1024;

    private static readonly string[] Directives = ["delete", "replace", "merge"];

    /// <returns>The same as JSON.</returns>
    /// <exception cref="ScfException">It is no YAML, or has a key that a pod template does not have.</exception>
    public static string Read(string yaml)
    {
        if (yaml.Length > Longest) throw Invalid($"it is longer than {Longest} characters.");
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(yaml));
            if (stream.Documents is not [{ RootNode: YamlMappingNode root }]) throw Invalid("it is not one YAML object.");
            return Object(root, typeof(V1PodTemplateSpec), "").ToJsonString();
        }
        catch (YamlException e)
        {
            throw Invalid($"it is no YAML: {e.Message}");
        }
    }

    private static JsonNode? Node(YamlNode node, Type type, string path) => (node, type) switch
    {
        (YamlScalarNode scalar, _) => Scalar(scalar, Nullable.GetUnderlyingType(type) ?? type, path),
        (YamlSequenceNode list, _) when ItemOf(type) is { } item => new JsonArray([.. list.Select((entry, i) => Node(entry, item, $"{path}[{i}]"))]),
        (YamlMappingNode map, _) when ValueOf(type) is { } value => Map(map, value, path),
        (YamlMappingNode map, _) when type.Namespace == typeof(V1Pod).Namespace && type != typeof(ResourceQuantity) && type != typeof(IntOrString) => Object(map, type, path),
        _ => throw Invalid($"{path} has another form."),
    };

    private static JsonObject Object(YamlMappingNode map, Type type, string path)
    {
        var fields = type.GetProperties().Where(property => property.GetCustomAttribute<JsonPropertyNameAttribute>() is not null)
            .ToDictionary(property => property.GetCustomAttribute<JsonPropertyNameAttribute>()!.Name, property => property.PropertyType);
        var result = new JsonObject();
        foreach (var (name, value) in Entries(map, path))
        {
            if (name == Directive && value is YamlScalarNode { Value: { } directive } && Directives.Contains(directive)) result[name] = directive;
            else if (fields.TryGetValue(name, out var field)) result[name] = Node(value, field, Join(path, name));
            else throw Invalid($"{Join(path, name)} is not a field of a pod template.");
        }

        return result;
    }

    private static JsonObject Map(YamlMappingNode map, Type value, string path)
    {
        var result = new JsonObject();
        foreach (var (name, entry) in Entries(map, path)) result[name] = Node(entry, value, Join(path, name));
        return result;
    }

    private static IEnumerable<(string Name, YamlNode Value)> Entries(YamlMappingNode map, string path) =>
        map.Children.Select(entry => (entry.Key is YamlScalarNode { Value: { } name } ? name : throw Invalid($"{path} has a key that is no text."), entry.Value));

    private static JsonValue? Scalar(YamlScalarNode scalar, Type type, string path)
    {
        var text = scalar.Value ?? "";
        var plain = scalar.Style == ScalarStyle.Plain;
        if (plain && text is "" or "~" or "null") return null;
        if (type == typeof(string) || type == typeof(ResourceQuantity) || type == typeof(DateTime)) return JsonValue.Create(text);
        if (type == typeof(bool)) return bool.TryParse(text, out var flag) ? JsonValue.Create(flag) : throw Invalid($"{path} is neither true nor false.");
        if (type == typeof(int) || type == typeof(long)) return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? JsonValue.Create(number) : throw Invalid($"{path} is no number.");
        if (type == typeof(IntOrString)) return plain && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var port) ? JsonValue.Create(port) : JsonValue.Create(text);
        throw Invalid($"{path} has another form.");
    }

    private static Type? ItemOf(Type type) => type.IsGenericType && typeof(IEnumerable).IsAssignableFrom(type) && type.GetGenericArguments() is [var item] ? item : null;

    private static Type? ValueOf(Type type) => type.IsGenericType && typeof(IEnumerable).IsAssignableFrom(type) && type.GetGenericArguments() is [_, var value] ? value : null;

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    private static ScfException Invalid(string what) => new(ScfErrorCode.InvalidParam, $"ResourceEnv.TKE.PodTemplatePatch: {what}");
}
