using System.CommandLine;
using ScfAspire.Cli.Output;
using ScfAspire.Contracts.Names;
using ScfAspire.V1;

namespace ScfAspire.Cli.Commands;

/// <summary><c>scf list</c>.</summary>
internal static class ListCommand
{
    public static Command Create(GlobalOptions options, Func<ParseResult, Session> open)
    {
        var all = new Option<bool>("--all-namespaces", "-A") { Description = "Functions of every namespace" };
        var filter = new Option<string?>("--filter") { Description = "Only functions whose name contains this text", HelpName = "text" };
        var command = new Command("list", "List functions.") { all, filter, options.Namespace };
        command.Aliases.Add("ls");
        return command.Runs(open, async (session, cancellationToken) =>
        {
            var functions = new List<Function>();
            var everywhere = session.Parse.GetValue(all);
            var parents = everywhere
                ? (await Pages.NamespacesAsync(session.Client, cancellationToken)).Select(n => n.Name)
                : [new NamespaceName(session.Namespace).ToString()];
            foreach (var parent in parents)
                functions.AddRange(await Pages.FunctionsAsync(session.Client, parent, session.Parse.GetValue(filter) ?? "", cancellationToken));

            var terminal = session.Terminal;
            if (terminal.Json) terminal.Document(ProtoJson.Of(functions));
            else if (functions.Count == 0) terminal.Note(everywhere ? "There are no functions." : $"There are no functions in the namespace {session.Namespace}.");
            else Print(terminal, functions, everywhere);
            return ExitCode.Success;
        });
    }

    private static void Print(Terminal terminal, List<Function> functions, bool everywhere)
    {
        string[] space = everywhere ? ["NAMESPACE"] : [];
        terminal.Table(
            [.. space, "NAME", "RUNTIME", "TYPE", "STATE", "MEMORY", "TIMEOUT", "CHANGED"],
            functions.Select(f =>
            {
                var name = FunctionName.TryParse(f.Name, out var parsed) ? parsed : new("", f.Name);
                string[] first = everywhere ? [name.Namespace] : [];
                return (IReadOnlyList<string>)[.. first, name.Function, f.Runtime, Words.Of(f.Type), Words.Of(f.State), $"{f.MemoryMb} MB", Words.Seconds(f.Timeout), Words.Time(f.UpdateTime)];
            }));
    }
}
