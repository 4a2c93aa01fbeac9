using System.CommandLine;
using Google.Protobuf.WellKnownTypes;
using ScfAspire.Cli.Errors;
using ScfAspire.V1;

namespace ScfAspire.Cli.Commands;

/// <summary><c>scf logs</c>.</summary>
internal static class LogsCommand
{
    public static Command Create(GlobalOptions options, Func<ParseResult, Session> open)
    {
        var function = GlobalOptions.FunctionArgument();
        var follow = new Option<bool>("--follow", "-f") { Description = "Go on with new runs until Ctrl-C" };
        var count = new Option<int>("--count", "-c") { Description = "How many of the last runs", DefaultValueFactory = _ => 20, HelpName = "runs" };
        var since = new Option<string?>("--since") { Description = "Only runs of the last e.g. 30s, 15m, 2h or 1d", HelpName = "time" };
        var request = new Option<string?>("--request") { Description = "Only this invocation", HelpName = "request id" };
        var failed = new Option<bool>("--failed") { Description = "Only runs that failed" };
        var command = new DocumentedCommand(
            "logs",
            "Show the last runs of a function with what they printed, oldest first.",
            """
            Examples:
              scf logs hello --since 15m --failed
              scf logs hello -f
            """) { function, follow, count, since, request, failed, options.Namespace };
        return command.Runs(open, async (session, cancellationToken) =>
        {
            var name = session.Function(function);
            var parse = session.Parse;
            var now = session.Host.Time.GetUtcNow();
            var printer = new RecordPrinter(session.Terminal);
            var list = new ListRecordsRequest
            {
                Parent = name.ToString(),
                PageSize = Math.Clamp(parse.GetValue(count), 1, 1000),
                RequestId = parse.GetValue(request) ?? "",
                Outcome = parse.GetValue(failed) ? RecordOutcome.Failed : RecordOutcome.Unspecified,
                OrderBy = "start_time desc",
                IncludeLogs = true,
            };
            if (parse.GetValue(since) is { } span) list.StartTime = Timestamp.FromDateTimeOffset(now - TimeSpans.Parse(span));
            var page = await session.Client.Logs.ListRecordsAsync(list, cancellationToken: cancellationToken);
            foreach (var record in page.Records.Reverse()) printer.Print(record);
            if (!parse.GetValue(follow))
            {
                if (page.Records.Count == 0) session.Terminal.Note("There are no such runs.");
                return ExitCode.Success;
            }
            try
            {
                await new RecordFollower(session, printer).RunAsync(name, now, cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                // Ctrl-C is how following ends.
            }
            return ExitCode.Success;
        });
    }

    private static class TimeSpans
    {
        public static TimeSpan Parse(string text)
        {
            if (text.Length > 1 && int.TryParse(text.AsSpan(0, text.Length - 1), out var number) && number >= 0)
            {
                switch (text[^1])
                {
                    case 's': return TimeSpan.FromSeconds(number);
                    case 'm': return TimeSpan.FromMinutes(number);
                    case 'h': return TimeSpan.FromHours(number);
                    case 'd': return TimeSpan.FromDays(number);
                    default: break;
                }
            }
            throw CliException.Usage($"'{text}' is not a time.", "Give a number and s, m, h or d, e.g. --since 15m.");
        }
    }
}
