using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ScfAspire.Cli.Errors;
using ScfAspire.Cli.Output;
using ScfAspire.Client;
using ScfAspire.Contracts.Names;
using ScfAspire.V1;

namespace ScfAspire.Cli.Commands;

/// <summary><c>scf invoke</c>.</summary>
internal static class InvokeCommand
{
    private const int Succeeded = 200;

    public static Command Create(GlobalOptions options, Func<ParseResult, Session> open)
    {
        var function = GlobalOptions.FunctionArgument();
        var payload = new Option<string?>("--event", "-e") { Description = "Event: JSON text, @file, or - for standard input", HelpName = "JSON|@file|-" };
        var later = new Option<bool>("--async") { Description = "Store the event durably, print its request id and do not wait" };
        var tail = new Option<bool>("--tail") { Description = "Print the last 4 KB of the log" };
        var qualifier = new Option<string?>("--qualifier", "-q") { Description = "Version or alias; $LATEST unless given", HelpName = "version|alias" };
        var routing = new Option<string?>("--routing-key") { Description = "JSON object for the routing rules of an alias", HelpName = "JSON" };
        var http = new WebRequestOptions();
        var command = new DocumentedCommand(
            "invoke",
            "Run a function: its result goes to standard output, what it took to standard error.",
            """
            Examples:
              scf invoke hello --event '{"name":"you"}' --tail
              scf invoke thumbnail --event @event.json --qualifier prod
              cat event.json | scf invoke hello --event - --async
              scf invoke shop --http 'GET /items?page=2'        a web function
            """) { function, payload, later, tail, qualifier, routing, options.Namespace };
        http.AddTo(command);
        command.Validators.Add(result =>
        {
            if (http.IsGiven(result) && (result.GetValue(later) || result.GetValue(payload) is not null))
                result.AddError("--http is for web functions, --event and --async for event functions: give one or the other.");
        });
        return command.Runs(open, async (session, cancellationToken) =>
        {
            var name = session.Function(function);
            var parse = session.Parse;
            var invoke = new InvokeOptions
            {
                Qualifier = parse.GetValue(qualifier) ?? "",
                RoutingKey = parse.GetValue(routing) ?? "",
                LogTail = parse.GetValue(tail),
            };
            if (http.IsGiven(parse.CommandResult)) return await new WebInvocation(session).RunAsync(name, await http.ReadAsync(session, cancellationToken), invoke, cancellationToken);

            var json = await EventAsync(session, parse.GetValue(payload), cancellationToken);
            return parse.GetValue(later)
                ? await EnqueueAsync(session, name, json, invoke, cancellationToken)
                : await InvokeAsync(session, name, json, invoke, cancellationToken);
        });
    }

    /// <summary>What a call took, on standard error.</summary>
    public static void Report(Terminal terminal, InvocationSummary summary)
    {
        if (summary.LogTail.Length > 0) terminal.Note(summary.LogTail.TrimEnd('\n'));
        var cold = summary.ColdStart is { } start && start.ToTimeSpan() > TimeSpan.Zero ? $", cold start {Words.Milliseconds(start)}" : "";
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"status {summary.StatusCode}, {Words.Milliseconds(summary.Duration)} (billed {Words.Milliseconds(summary.BilledDuration)}), {Words.Bytes(summary.MemoryUsedBytes)}{cold}, request {summary.RequestId}");
        if (summary.StatusCode == Succeeded) terminal.Done(text);
        else if (!terminal.Json) terminal.Warn($"{text}\n{summary.ErrorMessage}");
    }

    public static JsonObject Document(InvocationSummary summary) => new()
    {
        ["requestId"] = summary.RequestId,
        ["statusCode"] = summary.StatusCode,
        ["errorMessage"] = summary.ErrorMessage,
        ["version"] = summary.Version,
        ["durationMs"] = summary.Duration?.ToTimeSpan().TotalMilliseconds ?? 0,
        ["billedMs"] = summary.BilledDuration?.ToTimeSpan().TotalMilliseconds ?? 0,
        ["memoryUsedBytes"] = summary.MemoryUsedBytes,
        ["coldStartMs"] = summary.ColdStart?.ToTimeSpan().TotalMilliseconds ?? 0,
        ["log"] = summary.LogTail,
    };

    private static async Task<int> InvokeAsync(Session session, FunctionName name, string json, InvokeOptions invoke, CancellationToken cancellationToken)
    {
        var response = await session.Terminal.WhileAsync(
            $"Running {name.Function}", () => session.Client.InvokeAsync(name.Namespace, name.Function, json, invoke, cancellationToken));
        if (session.Terminal.Json)
        {
            var document = Document(response.Summary);
            document["result"] = ProtoJson.OfResult(response.Result);
            session.Terminal.Document(document);
        }
        else
        {
            session.Terminal.Line(response.Result);
            Report(session.Terminal, response.Summary);
        }
        return response.Summary.StatusCode == Succeeded ? ExitCode.Success : ExitCode.FunctionFailed;
    }

    private static async Task<int> EnqueueAsync(Session session, FunctionName name, string json, InvokeOptions invoke, CancellationToken cancellationToken)
    {
        var requestId = await session.Client.EnqueueAsync(name.Namespace, name.Function, json, invoke, cancellationToken);
        if (session.Terminal.Json) session.Terminal.Document(new JsonObject { ["requestId"] = requestId });
        else session.Terminal.Line(requestId);
        session.Terminal.Note($"Accepted. See what became of it with: scf logs {name.Namespace}/{name.Function} --request {requestId}");
        return ExitCode.Success;
    }

    private static async Task<string> EventAsync(Session session, string? source, CancellationToken cancellationToken)
    {
        var text = source switch
        {
            null => "{}",
            "-" => await session.Host.In.ReadToEndAsync(cancellationToken),
            ['@', .. var path] => await File.ReadAllTextAsync(session.PathOf(path), cancellationToken),
            _ => source,
        };
        try
        {
            using var _ = JsonDocument.Parse(text);
            return text;
        }
        catch (JsonException exception)
        {
            throw CliException.Usage($"The event is not JSON: {exception.Message}", "Text needs quotes of its own: --event '\"hello\"'.");
        }
    }
}
