using System.CommandLine;
using Grpc.Core;
using ScfAspire.Cli.Errors;
using ScfAspire.Client;

namespace ScfAspire.Cli.Commands;

/// <summary><c>scf delete</c>.</summary>
internal static class DeleteCommand
{
    public static Command Create(GlobalOptions options, Func<ParseResult, Session> open)
    {
        var function = GlobalOptions.FunctionArgument();
        var yes = new Option<bool>("--yes", "-y") { Description = "Do not ask" };
        var lenient = new Option<bool>("--ignore-not-found") { Description = "Succeed when there is no such function" };
        var command = new Command("delete", "Delete a function with its versions, aliases and triggers.") { function, yes, lenient, options.Namespace };
        command.Aliases.Add("rm");
        return command.Runs(open, async (session, cancellationToken) =>
        {
            var name = session.Function(function);
            if (!session.Parse.GetValue(yes) && session.Terminal.Interactive && !session.Terminal.Confirm($"Delete {name} with all its versions and triggers?"))
                throw new CliException(ExitCode.Refused, "Not deleted.");
            try
            {
                await session.Client.Functions.DeleteFunctionAsync(new() { Name = name.ToString() }, cancellationToken: cancellationToken);
            }
            catch (ScfApiException exception) when (exception.StatusCode == StatusCode.NotFound && session.Parse.GetValue(lenient))
            {
                session.Terminal.Note($"There was no {name}.");
                return ExitCode.Success;
            }
            session.Terminal.Done($"Deleted {name}");
            return ExitCode.Success;
        });
    }
}
