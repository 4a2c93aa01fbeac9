using System.CommandLine;
using ScfAspire.Cli.Errors;
using ScfAspire.Cli.Manifests;

namespace ScfAspire.Cli.Commands;

/// <summary>Which functions a <c>deploy</c> or <c>dev</c> is about: a folder with a scf.yaml, the file itself, or a zip beside one.</summary>
internal sealed class DeploySelection
{
    private readonly Argument<string> _path = new("path")
    {
        Description = "Folder with a scf.yaml, a scf.yaml, or a .zip of the code",
        DefaultValueFactory = _ => ".",
    };

    private readonly Option<string[]> _functions = new("--function", "-f") { Description = "Only this function of the scf.yaml; may be repeated", HelpName = "name" };
    private readonly Option<string?> _name = new("--name") { Description = "Name, over that of the scf.yaml", HelpName = "name" };
    private readonly Option<string?> _runtime = new("--runtime") { Description = "Runtime, over that of the scf.yaml", HelpName = "runtime" };
    private readonly Option<string?> _handler = new("--handler") { Description = "Handler, over that of the scf.yaml", HelpName = "file.function" };
    private readonly Option<int?> _memory = new("--memory") { Description = "Memory in MB, over that of the scf.yaml", HelpName = "MB" };
    private readonly Option<int?> _timeout = new("--timeout") { Description = "Time-out in seconds, over that of the scf.yaml", HelpName = "s" };
    private readonly Option<string[]> _environment = new("--env", "-e") { Description = "One more environment variable; may be repeated", HelpName = "KEY=VALUE" };

    public void AddTo(Command command)
    {
        command.Add(_path);
        foreach (var option in new Option[] { _functions, _name, _runtime, _handler, _memory, _timeout, _environment }) command.Add(option);
    }

    /// <summary>The functions, with what the command line says over what the file says.</summary>
    public IReadOnlyList<FunctionManifest> Read(Session session)
    {
        var parse = session.Parse;
        var path = session.PathOf(parse.GetRequiredValue(_path));
        var zip = path.EndsWith(".zip", StringComparison.OrdinalIgnoreCase) ? path : null;
        var functions = ManifestOf(session, path, zip) is { } file ? new ManifestReader(session.Host.Variable).Read(file) : [Bare(session, path)];
        functions = Chosen(functions, parse.GetValue(_functions) ?? []);

        var single = parse.GetValue(_name) is not null || zip is not null;
        if (single && functions.Count > 1)
            throw CliException.Usage("A zip or --name goes with one function, and the scf.yaml has several.", "Choose one with --function.");
        return [.. functions.Select(f => Over(f, session, zip))];
    }

    private static string? ManifestOf(Session session, string path, string? zip)
    {
        if (zip is null && File.Exists(path)) return path;
        var folder = zip is null ? path : Path.GetDirectoryName(zip)!;
        if (!Directory.Exists(folder)) throw CliException.Usage($"{folder} does not exist.", "Give the folder of the function.");
        return ManifestReader.FileNames.Select(name => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
    }

    private FunctionManifest Bare(Session session, string path)
    {
        var name = session.Parse.GetValue(_name);
        var runtime = session.Parse.GetValue(_runtime);
        if (name is null || runtime is null)
            throw CliException.Usage($"There is no scf.yaml for {path}.", "Write one with 'scf init', or give --name and --runtime.");
        return new() { Name = name, Runtime = runtime, Handler = "index.main_handler", Code = path };
    }

    private static IReadOnlyList<FunctionManifest> Chosen(IReadOnlyList<FunctionManifest> functions, string[] names)
    {
        if (names.Length == 0) return functions;
        return [.. names.Select(name => functions.FirstOrDefault(f => f.Name == name)
            ?? throw CliException.Usage($"The scf.yaml has no function '{name}'.", $"It has {string.Join(", ", functions.Select(f => f.Name))}."))];
    }

    private FunctionManifest Over(FunctionManifest manifest, Session session, string? zip)
    {
        var parse = session.Parse;
        var environment = new Dictionary<string, string>(manifest.Environment);
        foreach (var pair in parse.GetValue(_environment) ?? [])
        {
            var at = pair.IndexOf('=', StringComparison.Ordinal);
            if (at < 1) throw CliException.Usage($"'{pair}' is not KEY=VALUE.");
            environment[pair[..at]] = pair[(at + 1)..];
        }
        return manifest with
        {
            Name = parse.GetValue(_name) ?? manifest.Name,
            Runtime = parse.GetValue(_runtime) ?? manifest.Runtime,
            Handler = parse.GetValue(_handler) ?? manifest.Handler,
            MemoryMb = parse.GetValue(_memory) ?? manifest.MemoryMb,
            TimeoutSeconds = parse.GetValue(_timeout) ?? manifest.TimeoutSeconds,
            Code = zip ?? manifest.Code,
            Environment = environment,
        };
    }
}
