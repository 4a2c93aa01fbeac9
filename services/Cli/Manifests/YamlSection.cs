using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace ScfAspire.Cli.Manifests;

/// <summary>A mapping of a YAML file, read by key with errors that name file, line and column.</summary>
internal sealed class YamlSection
{
    private readonly string _file;
    private readonly YamlMappingNode _node;
    private readonly Dictionary<string, YamlNode> _values = [];

    public YamlSection(string file, YamlNode node, string what, IReadOnlyList<string> keys)
    {
        _file = file;
        _node = node as YamlMappingNode ?? throw Error(node, $"{what} must be a mapping of keys to values");
        foreach (var (key, value) in _node)
        {
            var name = (key as YamlScalarNode)?.Value ?? throw Error(key, "keys must be text");
            if (!keys.Contains(name)) throw Error(key, $"unknown key '{name}' in {what}{Suggestion(name, keys)}");
            _values[name] = value;
        }
    }

    public bool Has(string key) => _values.ContainsKey(key);

    public YamlNode? Node(string key) => _values.GetValueOrDefault(key);

    public string? Text(string key) => Node(key) is { } node ? Scalar(node, $"'{key}'") : null;

    public string RequiredText(string key, string example) =>
        Text(key) is { Length: > 0 } text ? text : throw Error(_node, $"'{key}' is missing", $"Add it, e.g. '{key}: {example}'.");

    public int? Integer(string key, int min, int max)
    {
        if (Text(key) is not { } text) return null;
        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max
            ? value
            : throw Error(Node(key)!, $"'{key}' must be a whole number from {min} to {max}, not '{text}'");
    }

    public bool? Flag(string key) => Text(key) switch
    {
        null => null,
        "true" or "yes" or "on" => true,
        "false" or "no" or "off" => false,
        var other => throw Error(Node(key)!, $"'{key}' must be true or false, not '{other}'"),
    };

    public T? OneOf<T>(string key, IReadOnlyDictionary<string, T> choices)
        where T : struct
    {
        if (Text(key) is not { } text) return null;
        return choices.TryGetValue(text.ToLowerInvariant(), out var value)
            ? value
            : throw Error(Node(key)!, $"'{key}' must be one of {string.Join(", ", choices.Keys)}, not '{text}'");
    }

    /// <summary>The elements of a list; a single value counts as a list of one.</summary>
    public IReadOnlyList<YamlNode> Items(string key) => Node(key) switch
    {
        null => [],
        YamlSequenceNode list => [.. list],
        YamlScalarNode { Value: null or "" } => [],
        var single => [single],
    };

    public IReadOnlyList<(string Key, string Value, YamlNode Node)> Pairs(string key)
    {
        if (Node(key) is not { } node || node is YamlScalarNode { Value: null or "" }) return [];
        if (node is not YamlMappingNode map) throw Error(node, $"'{key}' must be a mapping of names to values");
        return [.. map.Select(pair => (Scalar(pair.Key, "a name"), Scalar(pair.Value, $"the value of '{pair.Key}'"), pair.Value))];
    }

    public string Scalar(YamlNode node, string what) =>
        node is YamlScalarNode scalar ? scalar.Value ?? "" : throw Error(node, $"{what} must be a single value");

    public ManifestException Error(YamlNode node, string message, string? fix = null) => At(_file, node.Start, message, fix);

    public static ManifestException At(string file, Mark mark, string message, string? fix = null) =>
        new($"{file}:{mark.Line}:{mark.Column}: {message}", fix);

    private static string Suggestion(string name, IReadOnlyList<string> keys)
    {
        var (nearest, distance) = keys.Select(k => (k, Distance(name.ToLowerInvariant(), k.ToLowerInvariant()))).MinBy(p => p.Item2);
        return distance <= Math.Max(1, name.Length / 3) ? $"; did you mean '{nearest}'?" : $"; known are {string.Join(", ", keys)}";
    }

    // Levenshtein: single-character edits between two words.
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var (diagonal, left) = (row[0], i);
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = Math.Min(Math.Min(left, row[j]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                (diagonal, row[j - 1], left) = (row[j], left, cost);
            }
            row[b.Length] = left;
        }
        return row[b.Length];
    }
}
