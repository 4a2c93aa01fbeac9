using System.CommandLine;
using ScfAspire.Cli.Errors;
using ScfAspire.Cli.Manifests;
using ScfAspire.Cli.Watching;
using ScfAspire.Client.Packages;
using ScfAspire.Contracts.Names;

namespace ScfAspire.Cli.Commands;

/// <summary><c>scf dev</c>.</summary>
internal static class DevCommand
{
    public static Command Create(GlobalOptions options, Func<ParseResult, Session> open)
    {
        var selection = new DeploySelection();
        var command = new Command("dev", "Deploy, then deploy again whenever a file changes, and follow the logs until Ctrl-C.");
        selection.AddTo(command);
        command.Add(options.Namespace);
        return command.Runs(open, async (session, cancellationToken) =>
        {
            try
            {
                await WatchAsync(session, selection, cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                // Ctrl-C is how it ends.
            }
            return ExitCode.Success;
        });
    }

    private static async Task WatchAsync(Session session, DeploySelection selection, CancellationToken cancellationToken)
    {
        var started = session.Host.Time.GetUtcNow();
        var functions = selection.Read(session);
        // Watching begins before the first deployment, so that no change falls between the two.
        using var watch = new FolderWatch(
            functions.Where(f => Directory.Exists(f.Code)).GroupBy(f => f.Code).Select(g => (g.Key, new IgnoreRules(g.First().Ignore))), session.Host.Time);
        await DeployAsync(session, functions, cancellationToken);

        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var printer = new RecordPrinter(session.Terminal);
        var followers = functions
            .Select(f => new RecordFollower(session, printer).RunAsync(new FunctionName(f.Namespace ?? session.Namespace, f.Name), started, ended.Token))
            .ToList();
        session.Terminal.Note("Watching for changes; Ctrl-C ends.");
        try
        {
            while (true)
            {
                var change = watch.NextAsync(ended.Token);
                if (await Task.WhenAny([change, .. followers]) is var first && first != change) await first;
                await change;
                await RedeployAsync(session, selection, cancellationToken);
            }
        }
        finally
        {
            await ended.CancelAsync();
            // Their own errors have been thrown above; here they only have to be over before what they print to is.
            await Task.WhenAll(followers).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task RedeployAsync(Session session, DeploySelection selection, CancellationToken cancellationToken)
    {
        try
        {
            await DeployAsync(session, selection.Read(session), cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException && Failure.From(exception, session.Connection.Endpoint.Value) is { } failure)
        {
            // The next change may mend it.
            session.Terminal.Fail(failure);
        }
    }

    private static async Task DeployAsync(Session session, IReadOnlyList<FunctionManifest> functions, CancellationToken cancellationToken)
    {
        foreach (var manifest in functions)
        {
            var begun = session.Host.Time.GetTimestamp();
            var result = await session.Client.DeployAsync(await manifest.ToDeploymentAsync(session.Namespace, cancellationToken), cancellationToken);
            DeployCommand.Report(session.Terminal, result, session.Host.Time.GetElapsedTime(begun));
        }
    }
}
