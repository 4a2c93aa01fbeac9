using System.Text.Json;

namespace GrpcConsumer;

/// <summary>Where the platform is and who this program is there.</summary>
internal sealed record Credentials(string Endpoint, string SecretId, string SecretKey)
{
    /// <summary>
    /// SCF_ENDPOINT, SCF_SECRET_ID and SCF_SECRET_KEY, or what a platform started with ./run has written to SCF_DATA_DIR, or to .scf/ of this
    /// folder or one above it.
    /// </summary>
    public static Credentials Find()
    {
        string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
        if (Variable("SCF_SECRET_ID") is { } id && Variable("SCF_SECRET_KEY") is { } key) return new(Variable("SCF_ENDPOINT") ?? "http://127.0.0.1:8081", id, key);

        var data = Variable("SCF_DATA_DIR");
        for (var folder = new DirectoryInfo(Environment.CurrentDirectory); folder is not null; folder = folder.Parent)
        {
            var file = Path.Combine(data ?? Path.Combine(folder.FullName, ".scf"), "credentials.json");
            if (File.Exists(file)) return JsonSerializer.Deserialize<Credentials>(File.ReadAllText(file), JsonSerializerOptions.Web)!;
        }
        throw new InvalidOperationException("There is no credential: start a platform with ./run and use this program in its folder, or set SCF_SECRET_ID and SCF_SECRET_KEY.");
    }
}
