using System.CommandLine;
using ScfAspire.Cli.Errors;
using ScfAspire.Cli.Output;
using ScfAspire.Cli.Profiles;
using ScfAspire.Client;
using ScfAspire.Contracts.Names;

namespace ScfAspire.Cli.Commands;

/// <summary>What one run of a command works with.</summary>
public sealed class Session : IDisposable
{
    private readonly GlobalOptions _options;
    private readonly Lazy<Connection> _connection;
    private readonly Lazy<ScfClient> _client;

    public Session(CliHost host, GlobalOptions options, ParseResult parse)
    {
        Host = host;
        Parse = parse;
        _options = options;
        Terminal = new(host, options.FormatOf(parse));
        _connection = new(() => Connection.Resolve(host, parse.GetValue(options.Endpoint), parse.GetValue(options.Profile)));
        _client = new(Connect);
    }

    public CliHost Host { get; }

    public ParseResult Parse { get; }

    public Terminal Terminal { get; }

    public Connection Connection => _connection.Value;

    public ScfClient Client => _client.Value;

    /// <summary>Namespace of the command line, or of the settings.</summary>
    public string Namespace => Parse.GetValue(_options.Namespace) ?? Connection.Namespace.Value;

    /// <summary>The function that a name means: <c>name</c>, <c>namespace/name</c> or its whole resource name.</summary>
    public FunctionName Function(Argument<string> argument)
    {
        var text = Parse.GetRequiredValue(argument);
        if (FunctionName.TryParse(text, out var whole)) return whole;
        return text.Split('/') switch
        {
            [{ Length: > 0 } name] => new(Namespace, name),
            [{ Length: > 0 } space, { Length: > 0 } name] => new(space, name),
            _ => throw CliException.Usage($"'{text}' does not name a function.", "Give its name, or namespace/name."),
        };
    }

    /// <summary>A path of the command line, absolute.</summary>
    public string PathOf(string path) => Path.GetFullPath(path, Host.WorkingDirectory);

    public void Dispose()
    {
        if (_client.IsValueCreated) _client.Value.Dispose();
    }

    private ScfClient Connect()
    {
        const string Fix = "Run the command in the folder of a platform started with ./run, set SCF_SECRET_ID and SCF_SECRET_KEY, or use 'scf config set'.";
        var connection = Connection;
        var id = connection.SecretId ?? throw new CliException(ExitCode.Authentication, "There is no SecretId to sign in with.", Fix);
        var key = connection.SecretKey ?? throw new CliException(ExitCode.Authentication, "There is no SecretKey to sign in with.", Fix);
        try
        {
            return ScfClient.Connect(connection.Endpoint.Value, id.Value, key.Value, new() { TimeProvider = Host.Time });
        }
        catch (ArgumentException exception)
        {
            throw CliException.Usage($"The endpoint from {connection.Endpoint.Source} is wrong: {exception.Message}", "Give one like http://127.0.0.1:8081.");
        }
    }
}
