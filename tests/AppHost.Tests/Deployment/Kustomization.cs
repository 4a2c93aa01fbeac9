using YamlDotNet.RepresentationModel;

namespace ScfAspire.AppHost.Tests.Deployment;

/// <summary>The objects that a folder with a <c>kustomization.yaml</c> stands for, as far as those of <c>deploy/</c> go; <c>kubectl kustomize</c> is not on every machine.</summary>
internal sealed class Kustomization
{
    private readonly List<YamlNode> _objects = [];

    private Kustomization(IReadOnlyList<YamlNode> from) => _objects.AddRange(from);

    /// <summary>Objects of the folder and what it builds on. Generated ones have neither data nor the suffix of their names.</summary>
    /// <param name="folder">Has a <c>kustomization.yaml</c>.</param>
    /// <param name="components">Folders of components that are applied last.</param>
    public static IReadOnlyList<YamlNode> Render(string folder, params string[] components)
    {
        var rendered = new Kustomization([]);
        rendered.Add(folder);
        foreach (var component in components) rendered.Add(component);
        return rendered._objects;
    }

    private void Add(string folder)
    {
        var file = Assert.Single(ManifestFile.Read(Path.Combine(folder, "kustomization.yaml")));
        var inner = file.Text("kind") == "Component" ? this : new Kustomization([]);
        foreach (var resource in file.Items("resources").Select(item => Path.Combine(folder, item.ToString())))
        {
            if (Directory.Exists(resource)) inner.Add(resource);
            else inner._objects.AddRange(ManifestFile.Read(resource));
        }
        foreach (var kind in new[] { "configMap", "secret" })
            inner._objects.AddRange(file.Items($"{kind}Generator").Where(each => each.Text("behavior") != "merge").Select(each => Generated(char.ToUpperInvariant(kind[0]) + kind[1..], each)));
        foreach (var component in file.Items("components")) inner.Add(Path.Combine(folder, component.ToString()));
        // A file may have one patch and no more.
        foreach (var patch in file.Items("patches").Select(item => Assert.Single(ManifestFile.Read(Path.Combine(folder, item.Text("path")))))) inner.Patch(patch);
        if (file.Text("namespace") is { Length: > 0 } space) inner.SetNamespace(space);
        foreach (var image in file.Items("images")) inner.SetImage(image);
        if (inner != this) _objects.AddRange(inner._objects);
    }

    private void Patch(YamlNode patch)
    {
        var at = _objects.FindIndex(each => each.Text("kind") == patch.Text("kind") && each.Text("metadata", "name") == patch.Text("metadata", "name"));
        Assert.True(at >= 0, $"A patch is for {patch.Text("kind")} {patch.Text("metadata", "name")}, which is not there.");
        if (patch.Text("$patch") == "delete") _objects.RemoveAt(at);
        else _objects[at] = StrategicMerge.Apply(_objects[at], patch);
    }

    private void SetNamespace(string space)
    {
        for (var i = 0; i < _objects.Count; i++)
        {
            if (ClusterWide.Contains(_objects[i].Text("kind"))) continue;
            _objects[i] = StrategicMerge.Apply(_objects[i], Mapping(("metadata", Mapping(("namespace", new YamlScalarNode(space))))));
        }
    }

    private void SetImage(YamlNode image)
    {
        foreach (var container in _objects.SelectMany(each => each.Items("spec", "template", "spec", "containers")).OfType<YamlMappingNode>())
        {
            if (container.Text("image").Split(':')[0] == image.Text("name")) container.Children["image"] = new YamlScalarNode($"{image.Text("newName")}:{image.Text("newTag")}");
        }
    }

    private static YamlMappingNode Generated(string kind, YamlNode generator)
    {
        var keys = generator.Items("files").Select(file => file.ToString().Split('=')[0])
            .Concat(generator.Items("literals").Select(literal => literal.ToString().Split('=')[0]))
            .Concat(generator.Items("envs").SelectMany(file => EnvironmentKeys(file.ToString())));
        return Mapping(
            ("kind", new YamlScalarNode(kind)),
            ("metadata", Mapping(("name", new YamlScalarNode(generator.Text("name"))), ("namespace", new YamlScalarNode(generator.Text("namespace"))))),
            ("data", Mapping([.. keys.Select(key => (key, (YamlNode)new YamlScalarNode("generated")))])));
    }

    // The files are made by scripts and are secret.
    private static string[] EnvironmentKeys(string file) => Path.GetFileName(file) switch
    {
        "first-credential.env" => ["SCF_SECRET_ID", "SCF_SECRET_KEY"],
        "servers.env" => ["scf", "redis"],
        _ => throw new ArgumentException($"{file} is not known to the tests.", nameof(file)),
    };

    private static YamlMappingNode Mapping(params (string Key, YamlNode Value)[] entries) =>
        new(entries.Select(entry => KeyValuePair.Create<YamlNode, YamlNode>(new YamlScalarNode(entry.Key), entry.Value)));

    private static readonly HashSet<string> ClusterWide = ["Namespace", "ClusterRole", "ClusterRoleBinding", "CustomResourceDefinition", "PersistentVolume", "PriorityClass"];
}
