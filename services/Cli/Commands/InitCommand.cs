using System.CommandLine;
using System.Text.Json.Nodes;
using ScfAspire.Cli.Errors;
using ScfAspire.Cli.Templates;

namespace ScfAspire.Cli.Commands;

/// <summary><c>scf init</c>.</summary>
internal static class InitCommand
{
    private const int MinName = 2;
    private const int MaxName = 60;

    public static Command Create(Func<ParseResult, Session> open)
    {
        var folder = new Argument<string>("dir") { Description = "Folder to write to", DefaultValueFactory = _ => "." };
        var runtime = new Option<string>("--runtime", "-r")
        {
            Description = string.Join(", ", FunctionTemplate.Runtimes),
            DefaultValueFactory = _ => FunctionTemplate.Runtimes[0],
            HelpName = "runtime",
        };
        runtime.CompletionSources.Add(FunctionTemplate.Runtimes);
        var web = new Option<bool>("--web") { Description = "A web function: a server on port 9000" };
        var name = new Option<string?>("--name") { Description = "Name of the function; the folder's unless given", HelpName = "name" };
        return new Command("init", "Write the files of a new function.") { folder, runtime, web, name }.Runs(open, (session, _) =>
        {
            var path = session.PathOf(session.Parse.GetRequiredValue(folder));
            var function = session.Parse.GetValue(name) ?? NameFrom(path);
            var files = FunctionTemplate.For(function, session.Parse.GetRequiredValue(runtime), session.Parse.GetValue(web)).WriteTo(path);
            if (session.Terminal.Json)
            {
                session.Terminal.Document(new JsonObject
                {
                    ["name"] = function, ["folder"] = path, ["files"] = new JsonArray([.. files.Select(f => JsonValue.Create(f))]),
                });
            }
            session.Terminal.Done($"Wrote {string.Join(", ", files)} in {path}");
            session.Terminal.Note($"Next: {(path == session.Host.WorkingDirectory ? "" : $"cd {session.Parse.GetRequiredValue(folder)} && ")}scf deploy && scf invoke {function}{(session.Parse.GetValue(web) ? " --http 'GET /'" : "")}");
            return Task.FromResult(ExitCode.Success);
        });
    }

    /// <summary>A folder's name as a function may be called: letters, digits, - and _, a letter first, no - or _ last.</summary>
    private static string NameFrom(string folder)
    {
        var letters = Path.GetFileName(Path.TrimEndingDirectorySeparator(folder)).Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' ? c : '-');
        var name = new string([.. letters]).TrimStart([.. "-_0123456789"]);
        if (name.Length > MaxName) name = name[..MaxName];
        name = name.TrimEnd('-', '_');
        return name.Length >= MinName ? name : throw CliException.Usage($"The folder's name '{Path.GetFileName(folder)}' makes no name for a function.", "Give one with --name.");
    }
}
