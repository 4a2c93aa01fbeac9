using YamlDotNet.RepresentationModel;

namespace ScfAspire.AppHost.Tests.Deployment;

/// <summary>What a patch makes of an object, as far as the patches of <c>deploy/</c> go: lists of named items are merged by name, other lists replaced, null removes.</summary>
internal static class StrategicMerge
{
    public static YamlNode Apply(YamlNode target, YamlNode patch) => (target, patch) switch
    {
        (YamlMappingNode was, YamlMappingNode changes) => Mapping(was, changes),
        (YamlSequenceNode was, YamlSequenceNode changes) when Named(was) && Named(changes) => Items(was, changes),
        _ => patch,
    };

    private static YamlMappingNode Mapping(YamlMappingNode was, YamlMappingNode changes)
    {
        var merged = new YamlMappingNode(was.Children);
        foreach (var (key, value) in changes.Children)
        {
            if (value is YamlScalarNode { Value: "null" or "~" or "" or null, Style: YamlDotNet.Core.ScalarStyle.Plain or YamlDotNet.Core.ScalarStyle.Any }) merged.Children.Remove(key);
            else merged.Children[key] = merged.Children.TryGetValue(key, out var old) ? Apply(old, value) : value;
        }
        return merged;
    }

    private static YamlSequenceNode Items(YamlSequenceNode was, YamlSequenceNode changes)
    {
        var items = was.Children.ToList();
        foreach (var change in changes)
        {
            var at = items.FindIndex(item => item.Text("name") == change.Text("name"));
            if (at < 0) items.Add(change);
            else items[at] = Apply(items[at], change);
        }
        return new YamlSequenceNode(items);
    }

    private static bool Named(YamlSequenceNode items) => items.Children.Count > 0 && items.All(item => item.Text("name").Length > 0);
}
