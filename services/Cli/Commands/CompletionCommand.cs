using System.CommandLine;
using System.Reflection;

namespace ScfAspire.Cli.Commands;

/// <summary><c>scf completion</c>.</summary>
internal static class CompletionCommand
{
    private static readonly string[] Shells = ["bash", "zsh", "fish"];

    public static Command Create(Func<ParseResult, Session> open)
    {
        var shell = new Argument<string>("shell") { Description = "bash, zsh or fish" };
        shell.AcceptOnlyFromAmong(Shells);
        return new DocumentedCommand(
            "completion",
            "Print a completion script for a shell.",
            """
            Examples:
              source <(scf completion bash)           in ~/.bashrc
              source <(scf completion zsh)            in ~/.zshrc, after compinit
              scf completion fish | source            in config.fish
            """) { shell }.Runs(open, async (session, cancellationToken) =>
        {
            var name = $"completions/scf.{session.Parse.GetRequiredValue(shell)}";
            using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!);
            session.Terminal.Raw(await reader.ReadToEndAsync(cancellationToken));
            return ExitCode.Success;
        });
    }
}
