using System.CommandLine;
using ScfAspire.Cli.Errors;
using ScfAspire.Cli.Output;
using ScfAspire.Contracts.Names;

namespace ScfAspire.Cli.Commands;

/// <summary><c>scf namespace</c>.</summary>
internal static class NamespaceCommand
{
    public static Command Create(Func<ParseResult, Session> open)
    {
        var command = new Command("namespace", "Create, list and delete namespaces.") { CreateOne(open), List(open), Delete(open) };
        command.Aliases.Add("ns");
        return command;
    }

    private static Command CreateOne(Func<ParseResult, Session> open)
    {
        var id = NameArgument();
        var description = new Option<string?>("--description", "-d") { Description = "What it is for", HelpName = "text" };
        return new Command("create", "Create a namespace.") { id, description }.Runs(open, async (session, cancellationToken) =>
        {
            var created = await session.Client.Namespaces.CreateNamespaceAsync(
                new() { NamespaceId = session.Parse.GetRequiredValue(id), Namespace = new() { Description = session.Parse.GetValue(description) ?? "" } },
                cancellationToken: cancellationToken);
            if (session.Terminal.Json) session.Terminal.Document(ProtoJson.Of(created));
            session.Terminal.Done($"Created {created.Name}");
            return ExitCode.Success;
        });
    }

    private static Command List(Func<ParseResult, Session> open) =>
        new Command("list", "List namespaces.").Runs(open, async (session, cancellationToken) =>
        {
            var namespaces = await Pages.NamespacesAsync(session.Client, cancellationToken);
            if (session.Terminal.Json) session.Terminal.Document(ProtoJson.Of(namespaces));
            else session.Terminal.Table(
                ["NAME", "CREATED", "DESCRIPTION"],
                namespaces.Select(n => (IReadOnlyList<string>)[Words.Id(n.Name), Words.Time(n.CreateTime), n.Description]));
            return ExitCode.Success;
        });

    private static Command Delete(Func<ParseResult, Session> open)
    {
        var id = NameArgument();
        var yes = new Option<bool>("--yes", "-y") { Description = "Do not ask" };
        return new Command("delete", "Delete a namespace.") { id, yes }.Runs(open, async (session, cancellationToken) =>
        {
            var name = new NamespaceName(session.Parse.GetRequiredValue(id));
            if (!session.Parse.GetValue(yes) && session.Terminal.Interactive && !session.Terminal.Confirm($"Delete {name}?"))
                throw new CliException(ExitCode.Refused, "Not deleted.");
            await session.Client.Namespaces.DeleteNamespaceAsync(new() { Name = name.ToString() }, cancellationToken: cancellationToken);
            session.Terminal.Done($"Deleted {name}");
            return ExitCode.Success;
        });
    }

    private static Argument<string> NameArgument() => new("name") { Description = "Name of the namespace" };
}
