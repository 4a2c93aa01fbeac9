using System.Globalization;

namespace ScfAspire.Bench.Platforms;

/// <summary>How the bench starts the platform: as anybody does, by ./run, with nothing set but where it keeps its data and where it listens.</summary>
/// <param name="Root">The repository.</param>
/// <param name="DataFolder">Where the platform keeps its data.</param>
/// <param name="HttpPort">SCF endpoint and REST.</param>
/// <param name="GrpcPort">Native gRPC.</param>
/// <param name="GatewayPort">HTTP gateway.</param>
public sealed record PlatformCommand(string Root, string DataFolder, int HttpPort, int GrpcPort, int GatewayPort)
{
    // What a shell, .NET and its build need; whatever else the caller's environment has (say, a setting of a service) stays away.
    private static readonly string[] Inherited =
        ["PATH", "HOME", "USER", "LOGNAME", "LANG", "TMPDIR", "XDG_RUNTIME_DIR", "DOTNET_ROOT", "DOTNET_CLI_HOME", "NUGET_PACKAGES", "http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR"];

    /// <summary>The program.</summary>
    public string Program => Path.Combine(Root, "run");

    /// <summary>Its arguments.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = ["--no-demo"];

    /// <summary>All that is set for it.</summary>
    public IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string>
    {
        ["SCF_DATA_DIR"] = DataFolder,
        ["SCF_HTTP_PORT"] = HttpPort.ToString(CultureInfo.InvariantCulture),
        ["SCF_GRPC_PORT"] = GrpcPort.ToString(CultureInfo.InvariantCulture),
        ["SCF_GATEWAY_PORT"] = GatewayPort.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>Changes to this process's environment that leave the program with the settings and nothing else: null removes a variable.</summary>
    public IReadOnlyDictionary<string, string?> EnvironmentChanges()
    {
        var changes = Environment.GetEnvironmentVariables().Keys.Cast<string>().Except(Inherited).ToDictionary(key => key, _ => (string?)null);
        foreach (var (key, value) in Settings) changes[key] = value;
        return changes;
    }
}
