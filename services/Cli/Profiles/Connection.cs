using ScfAspire.Cli.Errors;

namespace ScfAspire.Cli.Profiles;

/// <summary>The settings in force, each with where it came from.</summary>
/// <param name="Endpoint">gRPC endpoint.</param>
/// <param name="SecretId">Null when none was found.</param>
/// <param name="SecretKey">Null when none was found.</param>
/// <param name="Namespace">Namespace of commands that name none.</param>
public sealed record Connection(Setting Endpoint, Setting? SecretId, Setting? SecretKey, Setting Namespace)
{
    public const string DefaultEndpoint = "http://127.0.0.1:8081";

    /// <summary>
    /// Each setting from the first that has it: the command line; the profile that it names; the environment; a platform that runs from this
    /// folder or one above; the profile in use.
    /// </summary>
    public static Connection Resolve(CliHost host, string? endpoint, string? profileName)
    {
        var file = ProfileFile.Read(host);
        profileName ??= host.Variable("SCF_PROFILE") is { Length: > 0 } named ? named : null;
        var sources = new List<(Profile Profile, string Source)> { (new() { Endpoint = endpoint }, "--endpoint") };
        if (profileName is not null)
        {
            var profile = file.Find(profileName)
                ?? throw CliException.Usage($"There is no profile '{profileName}' in {file.Path}.", $"There is: {(file.Names.Count == 0 ? "none" : string.Join(", ", file.Names))}. Make it with 'scf config set endpoint URL --profile {profileName}'.");
            sources.Add((profile, $"profile {profileName}"));
        }
        string? Variable(string name) => host.Variable(name) is { Length: > 0 } value ? value : null;
        sources.Add((
            new() { Endpoint = Variable("SCF_ENDPOINT"), SecretId = Variable("SCF_SECRET_ID"), SecretKey = Variable("SCF_SECRET_KEY"), Namespace = Variable("SCF_NAMESPACE") },
            "environment"));
        if (LocalPlatform.Find(host) is { } local) sources.Add((local.Profile, local.Path));
        if (file.Find(file.Current) is { } current) sources.Add((current, $"profile {file.Current}"));

        Setting? First(Func<Profile, string?> value) =>
            sources.Where(s => value(s.Profile) is not null).Select(s => new Setting(value(s.Profile)!, s.Source)).FirstOrDefault();
        return new(
            First(p => p.Endpoint) ?? new(DefaultEndpoint, "built in"),
            First(p => p.SecretId),
            First(p => p.SecretKey),
            First(p => p.Namespace) ?? new("default", "built in"));
    }
}
