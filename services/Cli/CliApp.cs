using System.CommandLine;
using ScfAspire.Cli.Commands;
using ScfAspire.Cli.Errors;
using ScfAspire.Cli.Output;
using ScfAspire.Cli.Profiles;

namespace ScfAspire.Cli;

/// <summary>The program: parses a command line, runs it, and turns every error into words and an exit code.</summary>
public sealed class CliApp(CliHost host)
{
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public async Task<int> RunAsync(IReadOnlyList<string> args, CancellationToken cancellationToken)
    {
        var options = new GlobalOptions();
        var root = ScfCommand.Create(options, parse => new Session(host, options, parse));
        // An @ begins the name of a file that is read as a value, not one with more of the command line.
        var parse = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        var terminal = new Terminal(host, options.FormatOf(parse));
        if (parse.Errors.Count > 0 && parse.Action is System.CommandLine.Invocation.ParseErrorAction)
        {
            var command = string.Join(' ', CommandPath(parse));
            terminal.Fail(new(ExitCode.Usage, string.Join("\n  ", parse.Errors.Select(e => e.Message)), $"See '{command} --help'."));
            return ExitCode.Usage;
        }
        try
        {
            return await parse.InvokeAsync(
                new() { Output = host.Out, Error = host.Error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, cancellationToken);
        }
        catch (Exception exception) when (Failure.From(exception, EndpointOf(options, parse)) is { } failure)
        {
            terminal.Fail(failure);
            return failure.ExitCode;
        }
    }

    private static Stack<string> CommandPath(ParseResult parse)
    {
        var names = new Stack<string>();
        for (var result = parse.CommandResult; result is not null; result = result.Parent as System.CommandLine.Parsing.CommandResult)
            names.Push(result.Command.Name);
        return names;
    }

    private string EndpointOf(GlobalOptions options, ParseResult parse)
    {
        try
        {
            return Connection.Resolve(host, parse.GetValue(options.Endpoint), parse.GetValue(options.Profile)).Endpoint.Value;
        }
        catch (CliException)
        {
            // Only for the words of another error, which matters more than this one.
            return Connection.DefaultEndpoint;
        }
    }
}
