using System.Reflection;
using ScfAspire.Cli.Errors;

namespace ScfAspire.Cli.Templates;

/// <summary>The files that a new function begins with.</summary>
internal sealed class FunctionTemplate
{
    /// <summary>Runtimes that <c>scf init</c> has a template for.</summary>
    public static readonly string[] Runtimes = ["Nodejs20.19", "Nodejs18.15", "Python3.10", "Php8.0", "CustomRuntime"];

    private const string Prefix = "templates/";

    private readonly string _name;
    private readonly string _runtime;
    private readonly bool _web;
    private readonly string _folder;
    private readonly string _interpreter;

    private FunctionTemplate(string name, string runtime, bool web)
    {
        _name = name;
        _runtime = runtime;
        _web = web;
        (_folder, _interpreter) = runtime switch
        {
            "Nodejs20.19" => ("node", "node20"),
            "Nodejs18.15" => ("node", "node18"),
            "Python3.10" => ("python", "python310"),
            "Php8.0" => ("php", "php80"),
            _ => ("custom", ""),
        };
        if (web) _folder += "-web";
    }

    public static FunctionTemplate For(string name, string runtime, bool web) => new(
        name,
        Runtimes.FirstOrDefault(r => r.Equals(runtime, StringComparison.OrdinalIgnoreCase))
            ?? throw CliException.Usage($"There is no template for the runtime '{runtime}'.", $"There is one for {string.Join(", ", Runtimes)}."),
        web);

    /// <summary>Writes the files; none of them may be there already.</summary>
    /// <returns>Their names.</returns>
    public IReadOnlyList<string> WriteTo(string folder)
    {
        var files = Files().ToList();
        if (files.Select(f => f.Name).FirstOrDefault(name => File.Exists(Path.Combine(folder, name))) is { } there)
            throw CliException.Usage($"{Path.Combine(folder, there)} exists already.", "Give another folder.");
        Directory.CreateDirectory(folder);
        foreach (var (name, text) in files)
        {
            var path = Path.Combine(folder, name);
            File.WriteAllText(path, text);
            if (name.EndsWith("bootstrap", StringComparison.Ordinal) && !OperatingSystem.IsWindows())
                File.SetUnixFileMode(path, File.GetUnixFileMode(path) | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        }
        return [.. files.Select(f => f.Name)];
    }

    private IEnumerable<(string Name, string Text)> Files()
    {
        yield return ("scf.yaml", Manifest());
        var assembly = Assembly.GetExecutingAssembly();
        var prefix = $"{Prefix}{_folder}/";
        foreach (var resource in assembly.GetManifestResourceNames().Where(n => n.StartsWith(prefix, StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            yield return (resource[prefix.Length..], reader.ReadToEnd().Replace("{{interpreter}}", _interpreter, StringComparison.Ordinal));
        }
    }

    private string Manifest() => $"""
        # Deploy with 'scf deploy', run with 'scf invoke {_name}{(_web ? " --http /" : "")}', work on it with 'scf dev'.
        name: {_name}
        runtime: {_runtime}
        {(_web ? "type: web" : "handler: index.main_handler")}
        memory: 128        # MB
        timeout: {(_web ? "30" : "3 ")}        # seconds
        {(_web ? "triggers:\n  - http           # gives the function a URL" : "# triggers:\n#   - http         # gives the function a URL")}
        # environment:
        #   GREETING: hello
        #   TOKEN: ${"{TOKEN}"}  # from the environment of 'scf deploy'
        ignore:
          - "*.md"

        """;
}
