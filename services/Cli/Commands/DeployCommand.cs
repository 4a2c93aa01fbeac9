using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using ScfAspire.Cli.Manifests;
using ScfAspire.Cli.Output;
using ScfAspire.Client;

namespace ScfAspire.Cli.Commands;

/// <summary><c>scf deploy</c>.</summary>
internal static class DeployCommand
{
    public static Command Create(GlobalOptions options, Func<ParseResult, Session> open)
    {
        var selection = new DeploySelection();
        var command = new DocumentedCommand(
            "deploy",
            "Create functions or change what differs, and wait until they serve.",
            """
            Examples:
              scf deploy                      the functions of ./scf.yaml
              scf deploy shop -f checkout     one of several
              scf deploy build/code.zip --name hello --runtime Python3.10 --handler index.main_handler
            """);
        selection.AddTo(command);
        command.Add(options.Namespace);
        return command.Runs(open, async (session, cancellationToken) =>
        {
            var results = new JsonArray();
            foreach (var manifest in selection.Read(session))
            {
                var started = session.Host.Time.GetTimestamp();
                var result = await session.Terminal.WhileAsync($"Deploying {manifest.Name}", async () =>
                    await session.Client.DeployAsync(await manifest.ToDeploymentAsync(session.Namespace, cancellationToken), cancellationToken));
                results.Add(Document(result));
                Report(session.Terminal, result, session.Host.Time.GetElapsedTime(started));
            }
            if (session.Terminal.Json) session.Terminal.Document(results);
            return ExitCode.Success;
        });
    }

    /// <summary>Says what was done, and the URLs on standard output.</summary>
    public static void Report(Terminal terminal, DeploymentResult result, TimeSpan time)
    {
        if (terminal.Json) return;
        var what = result.Outcome switch
        {
            DeploymentOutcome.Created => "Created",
            DeploymentOutcome.Updated => $"Updated {string.Join(", ", result.ChangedFields.Select(f => f.Replace('_', ' ')))} of",
            _ => "Unchanged:",
        };
        terminal.Done(string.Create(CultureInfo.InvariantCulture, $"{what} {result.Function.Name} ({time.TotalMilliseconds:0} ms)"));
        foreach (var url in result.Triggers.SelectMany(t => t.Http?.Urls ?? [])) terminal.Line(url);
    }

    private static JsonObject Document(DeploymentResult result) => new()
    {
        ["outcome"] = result.Outcome.ToString(),
        ["changed"] = new JsonArray([.. result.ChangedFields.Select(f => JsonValue.Create(f))]),
        ["function"] = ProtoJson.Of(result.Function),
        ["triggers"] = ProtoJson.Of(result.Triggers),
    };
}
