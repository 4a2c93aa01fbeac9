using ScfAspire.Client;
using ScfAspire.V1;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace ScfAspire.Cli.Manifests;

/// <summary>Reads a scf.yaml: one function at the top, or several under <c>functions</c>, for which the top then gives defaults.</summary>
public sealed class ManifestReader(Func<string, string?> variable)
{
    /// <summary>The file's names, the first that exists counts.</summary>
    public static readonly IReadOnlyList<string> FileNames = ["scf.yaml", "scf.yml"];

    private const int MaxMemoryMb = 122_880;
    private const int MaxTimeoutSeconds = 86_400;
    private const int MaxInitTimeoutSeconds = 300;
    private const int MaxConcurrency = 100;

    // What the top may say for all functions.
    private static readonly string[] Shared =
        ["namespace", "runtime", "type", "memory", "timeout", "initTimeout", "concurrency", "publicNetwork", "environment", "ignore"];
    private static readonly string[] Own = ["name", "handler", "description", "code", "triggers"];
    private static readonly string[] TriggerKeys = ["type", "name", "qualifier", "auth", "enabled"];

    private static readonly Dictionary<string, FunctionType> Types = new() { ["event"] = FunctionType.Event, ["web"] = FunctionType.Http };
    private static readonly Dictionary<string, HttpAuthType> AuthTypes = new() { ["none"] = HttpAuthType.None, ["cam"] = HttpAuthType.Cam };

    /// <summary>Reads the file.</summary>
    /// <exception cref="ManifestException">It is not YAML, or breaks the rules.</exception>
    public IReadOnlyList<FunctionManifest> Read(string path)
    {
        var stream = new YamlStream();
        try
        {
            using var reader = File.OpenText(path);
            stream.Load(reader);
        }
        catch (YamlException exception)
        {
            throw YamlSection.At(path, exception.Start, exception.InnerException?.Message ?? exception.Message);
        }
        if (stream.Documents.Count == 0) throw new ManifestException($"{path} is empty.", "Write one with 'scf init'.");

        var root = stream.Documents[0].RootNode;
        var several = root is YamlMappingNode map && map.Children.ContainsKey(new YamlScalarNode("functions"));
        var top = new YamlSection(path, root, "scf.yaml", several ? [.. Shared, "functions"] : [.. Shared, .. Own]);
        if (!several) return [Function(path, top, top)];

        var functions = top.Items("functions").Select(node => Function(path, new(path, node, "a function", [.. Shared, .. Own]), top)).ToList();
        if (functions.Count == 0) throw top.Error(top.Node("functions")!, "'functions' holds none");
        if (functions.GroupBy(f => (f.Namespace, f.Name)).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw top.Error(top.Node("functions")!, $"the function '{twice.Key.Name}' is there twice");
        return functions;
    }

    private FunctionManifest Function(string path, YamlSection section, YamlSection top)
    {
        T? Value<T>(Func<YamlSection, T?> read)
            where T : struct => read(section) ?? read(top);
        var type = Value(s => s.OneOf("type", Types)) ?? FunctionType.Event;
        var runtime = section.Has("runtime") || !top.Has("runtime") ? section.RequiredText("runtime", "Nodejs20.19") : top.RequiredText("runtime", "Nodejs20.19");
        return new()
        {
            Name = section.RequiredText("name", "hello"),
            Namespace = section.Text("namespace") ?? top.Text("namespace"),
            Runtime = runtime,
            Type = type,
            Handler = section.Text("handler") ?? DefaultHandler(type, runtime),
            Description = section.Text("description") ?? "",
            Code = Path.GetFullPath(section.Text("code") ?? ".", Path.GetDirectoryName(Path.GetFullPath(path))!),
            MemoryMb = Value(s => s.Integer("memory", 64, MaxMemoryMb)) ?? FunctionManifest.DefaultMemoryMb,
            TimeoutSeconds = Value(s => s.Integer("timeout", 1, MaxTimeoutSeconds)) ?? FunctionManifest.DefaultTimeoutSeconds,
            InitTimeoutSeconds = Value(s => s.Integer("initTimeout", 3, MaxInitTimeoutSeconds)) ?? FunctionManifest.DefaultInitTimeoutSeconds,
            Concurrency = Value(s => s.Integer("concurrency", 1, MaxConcurrency)) ?? 1,
            PublicNetwork = Value(s => s.Flag("publicNetwork")) ?? true,
            Environment = Environment(section, top),
            HttpTriggers = [.. section.Items("triggers").Select(node => Trigger(path, section, node))],
            Ignore = [.. Patterns(top), .. section == top ? [] : Patterns(section)],
        };
    }

    private static string DefaultHandler(FunctionType type, string runtime) =>
        type == FunctionType.Http ? "" : runtime.StartsWith("Java", StringComparison.OrdinalIgnoreCase) ? "example.Hello::mainHandler" : "index.main_handler";

    private static IEnumerable<string> Patterns(YamlSection section) => section.Items("ignore").Select(node => section.Scalar(node, "a pattern of 'ignore'"));

    private Dictionary<string, string> Environment(YamlSection section, YamlSection top)
    {
        var variables = new Dictionary<string, string>();
        foreach (var source in section == top ? [section] : new[] { top, section })
        {
            foreach (var (key, value, node) in source.Pairs("environment"))
            {
                var (text, missing) = VariableExpansion.Expand(value, variable);
                variables[key] = text ?? throw source.Error(node, $"the environment variable {missing} is not set", $"Set it, or give another value with '${{{missing}:-value}}'.");
            }
        }
        return variables;
    }

    private static HttpTriggerDeployment Trigger(string path, YamlSection section, YamlNode node)
    {
        // `- http` and `- http: {...}` are short for `- type: http` with the rest beside it.
        if (node is YamlScalarNode { Value: "http" }) return new();
        if (node is YamlMappingNode { Children.Count: 1 } map && map.Children.TryGetValue(new YamlScalarNode("http"), out var inner))
            return inner is YamlScalarNode { Value: null or "" } ? new() : Http(new(path, inner, "an http trigger", TriggerKeys));
        var trigger = node is YamlMappingNode ? new YamlSection(path, node, "a trigger", TriggerKeys) : null;
        if (trigger?.Text("type") == "http") return Http(trigger);
        throw section.Error(node, $"a trigger must have the type http, not '{trigger?.Text("type") ?? node.ToString()}'", "Write '- http', or '- type: http' with name, qualifier, auth or enabled.");
    }

    private static HttpTriggerDeployment Http(YamlSection trigger)
    {
        var usual = new HttpTriggerDeployment();
        return usual with
        {
            Name = trigger.Text("name") ?? usual.Name,
            Qualifier = trigger.Text("qualifier") ?? usual.Qualifier,
            AuthType = trigger.OneOf("auth", AuthTypes) ?? usual.AuthType,
            Enabled = trigger.Flag("enabled") ?? usual.Enabled,
        };
    }
}
