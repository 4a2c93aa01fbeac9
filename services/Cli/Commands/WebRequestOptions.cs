using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text;
using Google.Protobuf;
using ScfAspire.Cli.Errors;
using ScfAspire.V1;

namespace ScfAspire.Cli.Commands;

/// <summary>The HTTP request of an <c>invoke --http</c>.</summary>
internal sealed class WebRequestOptions
{
    private readonly Option<string?> _request = new("--http") { Description = "Call a web function: method and path", HelpName = "'GET /path'" };
    private readonly Option<string[]> _headers = new("--header", "-H") { Description = "With --http: one header; may be repeated", HelpName = "'Name: value'" };
    private readonly Option<string?> _data = new("--data", "-d") { Description = "With --http: body, @file, or - for standard input", HelpName = "text|@file|-" };

    public void AddTo(Command command)
    {
        command.Add(_request);
        command.Add(_headers);
        command.Add(_data);
    }

    public bool IsGiven(CommandResult result) => result.GetResult(_request) is { Implicit: false };

    public async Task<HttpRequest> ReadAsync(Session session, CancellationToken cancellationToken)
    {
        var parse = session.Parse;
        var data = parse.GetValue(_data);
        var (method, target) = parse.GetRequiredValue(_request)!.Split(' ', 2, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) switch
        {
            [['/', ..] path] => (data is null ? "GET" : "POST", path),
            [var verb, ['/', ..] path] => (verb.ToUpperInvariant(), path),
            _ => throw CliException.Usage($"'{parse.GetValue(_request)}' is not a request.", "Give method and path: --http 'GET /path'."),
        };
        var request = new HttpRequest { Method = method, Target = target, Body = await BodyAsync(session, data, cancellationToken) };
        foreach (var header in parse.GetValue(_headers) ?? [])
        {
            var at = header.IndexOf(':', StringComparison.Ordinal);
            if (at < 1) throw CliException.Usage($"'{header}' is not a header.", "Give 'Name: value'.");
            request.Headers.Add(new HttpHeader { Name = header[..at].Trim(), Value = header[(at + 1)..].Trim() });
        }
        return request;
    }

    private static async Task<ByteString> BodyAsync(Session session, string? source, CancellationToken cancellationToken) => source switch
    {
        null => ByteString.Empty,
        "-" => ByteString.CopyFromUtf8(await session.Host.In.ReadToEndAsync(cancellationToken)),
        ['@', .. var path] => UnsafeByteOperations.UnsafeWrap(await File.ReadAllBytesAsync(session.PathOf(path), cancellationToken)),
        _ => ByteString.CopyFrom(source, Encoding.UTF8),
    };
}
