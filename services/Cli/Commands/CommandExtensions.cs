using System.CommandLine;

namespace ScfAspire.Cli.Commands;

internal static class CommandExtensions
{
    /// <summary>Runs the command with a session of its own.</summary>
    public static Command Runs(this Command command, Func<ParseResult, Session> open, Func<Session, CancellationToken, Task<int>> run)
    {
        command.SetAction(async (parse, cancellationToken) =>
        {
            using var session = open(parse);
            return await run(session, cancellationToken);
        });
        return command;
    }
}
