using System.CommandLine;
using ScfAspire.Cli.Output;
using ScfAspire.Contracts.Names;

namespace ScfAspire.Cli.Commands;

/// <summary><c>scf version</c>.</summary>
internal static class VersionCommand
{
    public static Command Create(GlobalOptions options, Func<ParseResult, Session> open) =>
        new("version", "Publish, list and delete versions of a function.")
        {
            Publish(options, open), List(options, open), Delete(options, open),
        };

    private static Command Publish(GlobalOptions options, Func<ParseResult, Session> open)
    {
        var function = GlobalOptions.FunctionArgument();
        var description = new Option<string?>("--description", "-d") { Description = "What is in it", HelpName = "text" };
        return new Command("publish", "Freeze code and configuration of $LATEST under the next number.") { function, description, options.Namespace }.Runs(open, async (session, cancellationToken) =>
        {
            var name = session.Function(function);
            var version = await session.Client.Versions.PublishVersionAsync(
                new() { Name = name.ToString(), Description = session.Parse.GetValue(description) ?? "" }, cancellationToken: cancellationToken);
            if (session.Terminal.Json) session.Terminal.Document(ProtoJson.Of(version));
            else session.Terminal.Line(Words.Id(version.Name));
            session.Terminal.Done($"Published version {Words.Id(version.Name)} of {name}");
            return ExitCode.Success;
        });
    }

    private static Command List(GlobalOptions options, Func<ParseResult, Session> open)
    {
        var function = GlobalOptions.FunctionArgument();
        return new Command("list", "List the versions of a function.") { function, options.Namespace }.Runs(open, async (session, cancellationToken) =>
        {
            var versions = await Pages.VersionsAsync(session.Client, session.Function(function).ToString(), cancellationToken);
            if (session.Terminal.Json) session.Terminal.Document(ProtoJson.Of(versions));
            else session.Terminal.Table(
                ["VERSION", "STATE", "CREATED", "DESCRIPTION"],
                versions.Select(v => (IReadOnlyList<string>)[Words.Id(v.Name), Words.Of(v.State), Words.Time(v.CreateTime), v.Description]));
            return ExitCode.Success;
        });
    }

    private static Command Delete(GlobalOptions options, Func<ParseResult, Session> open)
    {
        var function = GlobalOptions.FunctionArgument();
        var version = new Argument<string>("version") { Description = "Its number" };
        return new Command("delete", "Delete a published version.") { function, version, options.Namespace }.Runs(open, async (session, cancellationToken) =>
        {
            var name = session.Function(function).Child(FunctionChildName.Versions, session.Parse.GetRequiredValue(version));
            await session.Client.Versions.DeleteVersionAsync(new() { Name = name.ToString() }, cancellationToken: cancellationToken);
            session.Terminal.Done($"Deleted {name}");
            return ExitCode.Success;
        });
    }
}
