using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace ScfAspire.Cli.Commands;

/// <summary>The usual help, and below it the notes of the command that it is about.</summary>
internal sealed class NotesHelpAction(HelpAction usual, string rootNotes) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var code = usual.Invoke(parseResult);
        var notes = parseResult.CommandResult.Command switch
        {
            DocumentedCommand command => command.Notes,
            RootCommand => rootNotes,
            _ => null,
        };
        if (notes is not null)
        {
            parseResult.InvocationConfiguration.Output.WriteLine(notes);
            parseResult.InvocationConfiguration.Output.WriteLine();
        }
        return code;
    }
}
