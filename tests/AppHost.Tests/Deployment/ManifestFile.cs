using YamlDotNet.RepresentationModel;

namespace ScfAspire.AppHost.Tests.Deployment;

/// <summary>A file of Kubernetes objects.</summary>
internal static class ManifestFile
{
    public static IReadOnlyList<YamlNode> Read(string path)
    {
        using var reader = File.OpenText(path);
        var stream = new YamlStream();
        stream.Load(reader);
        return [.. stream.Documents.Select(document => document.RootNode)];
    }

    /// <summary>The node at a path of keys; null where a key is missing.</summary>
    public static YamlNode? At(this YamlNode? node, params string[] keys)
    {
        foreach (var key in keys) node = node is YamlMappingNode mapping && mapping.Children.TryGetValue(key, out var child) ? child : null;
        return node;
    }

    /// <summary>The text at a path of keys; empty where there is none.</summary>
    public static string Text(this YamlNode? node, params string[] keys) => (node.At(keys) as YamlScalarNode)?.Value ?? "";

    /// <summary>The items of the list at a path of keys; none where there is no list.</summary>
    public static IEnumerable<YamlNode> Items(this YamlNode? node, params string[] keys) => (node.At(keys) as YamlSequenceNode)?.Children ?? [];

    /// <summary>The texts of the mapping at a path of keys, by key; none where there is no mapping.</summary>
    public static IReadOnlyDictionary<string, string> Entries(this YamlNode? node, params string[] keys) =>
        (node.At(keys) as YamlMappingNode)?.Children.ToDictionary(entry => entry.Key.ToString(), entry => (entry.Value as YamlScalarNode)?.Value ?? "") ?? [];
}
