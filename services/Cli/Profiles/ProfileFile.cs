using ScfAspire.Cli.Errors;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace ScfAspire.Cli.Profiles;

/// <summary>The user's <c>~/.scf/config</c>.</summary>
public sealed class ProfileFile
{
    public const string DefaultName = "default";

    private readonly string _path;
    private readonly Content _content;

    private ProfileFile(string path, Content content)
    {
        _path = path;
        _content = content;
    }

    /// <summary>The profile in use.</summary>
    public string Current
    {
        get => _content.Current ?? DefaultName;
        set => _content.Current = value;
    }

    public string Path => _path;

    public IReadOnlyCollection<string> Names => _content.Profiles.Keys;

    /// <summary>Reads the file; one that does not exist is empty.</summary>
    /// <exception cref="CliException">It is not what it should be.</exception>
    public static ProfileFile Read(CliHost host)
    {
        var path = System.IO.Path.Combine(host.Home, ".scf", "config");
        if (!File.Exists(path)) return new(path, new());
        try
        {
            var yaml = new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).Build();
            return new(path, yaml.Deserialize<Content?>(File.ReadAllText(path)) ?? new());
        }
        catch (YamlException exception)
        {
            throw CliException.Usage($"{path}:{exception.Start.Line}: {exception.InnerException?.Message ?? exception.Message}", "Mend the file, or delete it and use 'scf config set'.");
        }
    }

    public Profile? Find(string name) =>
        _content.Profiles.TryGetValue(name, out var entry)
            ? new() { Endpoint = entry.Endpoint, SecretId = entry.SecretId, SecretKey = entry.SecretKey, Namespace = entry.Namespace }
            : null;

    public void Put(string name, Profile profile) => _content.Profiles[name] = new()
    {
        Endpoint = profile.Endpoint,
        SecretId = profile.SecretId,
        SecretKey = profile.SecretKey,
        Namespace = profile.Namespace,
    };

    public bool Remove(string name) => _content.Profiles.Remove(name);

    /// <summary>Writes the file whole, readable by its owner alone.</summary>
    public void Save()
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(_path)!);
        var yaml = new SerializerBuilder()
            .WithNamingConvention(CamelCaseNamingConvention.Instance)
            .ConfigureDefaultValuesHandling(DefaultValuesHandling.OmitNull)
            .Build();
        var temporary = _path + ".new";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var writer = new StreamWriter(temporary, options)) yaml.Serialize(writer, _content);
        File.Move(temporary, _path, overwrite: true);
    }

    private sealed class Content
    {
        public string? Current { get; set; }

        public Dictionary<string, Entry> Profiles { get; set; } = [];
    }

    private sealed class Entry
    {
        public string? Endpoint { get; set; }

        public string? SecretId { get; set; }

        public string? SecretKey { get; set; }

        public string? Namespace { get; set; }
    }
}
