using System.CommandLine;
using System.Globalization;
using Grpc.Core;
using ScfAspire.Cli.Output;
using ScfAspire.Client;
using ScfAspire.Contracts.Names;
using ScfAspire.V1;

namespace ScfAspire.Cli.Commands;

/// <summary><c>scf alias</c>.</summary>
internal static class AliasCommand
{
    public static Command Create(GlobalOptions options, Func<ParseResult, Session> open) =>
        new("alias", "Point names at versions, and share calls between two of them.")
        {
            Set(options, open), List(options, open), Delete(options, open),
        };

    private static Command Set(GlobalOptions options, Func<ParseResult, Session> open)
    {
        var function = GlobalOptions.FunctionArgument();
        var id = AliasArgument();
        var version = new Option<string>("--version") { Description = "Version that it points at: a number or $LATEST", Required = true, HelpName = "version" };
        var routing = new AliasRoutingOptions();
        var description = new Option<string?>("--description", "-d") { Description = "What it is for", HelpName = "text" };
        var command = new DocumentedCommand(
            "set",
            "Create an alias, or change one.",
            """
            Examples:
              scf alias set hello prod --version 3
              scf alias set hello prod --version 3 --also 4 --weight 0.1
              scf alias set hello prod --version 3 --also 4 --key invoke.headers.User --exact beta
            """) { function, id, version, description, options.Namespace };
        routing.AddTo(command);
        return command.Runs(open, async (session, cancellationToken) =>
        {
            var parent = session.Function(function);
            var name = parent.Child(FunctionChildName.Aliases, session.Parse.GetRequiredValue(id));
            var alias = new Alias
            {
                Name = name.ToString(),
                Version = session.Parse.GetRequiredValue(version),
                Description = session.Parse.GetValue(description) ?? "",
                AdditionalVersion = routing.Read(session.Parse),
            };
            var written = await PutAsync(session, name, alias, session.Parse.GetValue(description) is not null, cancellationToken);
            if (session.Terminal.Json) session.Terminal.Document(ProtoJson.Of(written));
            session.Terminal.Done($"{name.Id} of {parent} points at {Target(written)}");
            return ExitCode.Success;
        });
    }

    private static async Task<Alias> PutAsync(Session session, FunctionChildName name, Alias alias, bool describes, CancellationToken cancellationToken)
    {
        var update = new UpdateAliasRequest { Alias = alias, UpdateMask = new() { Paths = { "version", "additional_version" } } };
        if (describes) update.UpdateMask.Paths.Add("description");
        try
        {
            return await session.Client.Aliases.UpdateAliasAsync(update, cancellationToken: cancellationToken);
        }
        catch (ScfApiException exception) when (exception is { StatusCode: StatusCode.NotFound, Code: "ResourceNotFound.Alias" })
        {
            return await session.Client.Aliases.CreateAliasAsync(
                new() { Parent = name.Function.ToString(), AliasId = name.Id, Alias = alias }, cancellationToken: cancellationToken);
        }
    }

    private static Command List(GlobalOptions options, Func<ParseResult, Session> open)
    {
        var function = GlobalOptions.FunctionArgument();
        return new Command("list", "List the aliases of a function.") { function, options.Namespace }.Runs(open, async (session, cancellationToken) =>
        {
            var aliases = await Pages.AliasesAsync(session.Client, session.Function(function).ToString(), cancellationToken);
            if (session.Terminal.Json) session.Terminal.Document(ProtoJson.Of(aliases));
            else session.Terminal.Table(
                ["ALIAS", "POINTS AT", "CHANGED", "DESCRIPTION"],
                aliases.Select(a => (IReadOnlyList<string>)[Words.Id(a.Name), Target(a), Words.Time(a.UpdateTime), a.Description]));
            return ExitCode.Success;
        });
    }

    private static Command Delete(GlobalOptions options, Func<ParseResult, Session> open)
    {
        var function = GlobalOptions.FunctionArgument();
        var id = AliasArgument();
        return new Command("delete", "Delete an alias.") { function, id, options.Namespace }.Runs(open, async (session, cancellationToken) =>
        {
            var name = session.Function(function).Child(FunctionChildName.Aliases, session.Parse.GetRequiredValue(id));
            await session.Client.Aliases.DeleteAliasAsync(new() { Name = name.ToString() }, cancellationToken: cancellationToken);
            session.Terminal.Done($"Deleted {name}");
            return ExitCode.Success;
        });
    }

    private static Argument<string> AliasArgument() => new("alias") { Description = "Name of the alias" };

    private static string Target(Alias alias) => alias.AdditionalVersion switch
    {
        null => alias.Version,
        { ChoiceCase: AdditionalVersion.ChoiceOneofCase.Rule } more => $"{alias.Version}, and {more.Version} where {more.Rule.Key} is {more.Rule.Expression}",
        var more => string.Create(CultureInfo.InvariantCulture, $"{alias.Version}, and {more.Version} for {more.Weight:P0}"),
    };
}
