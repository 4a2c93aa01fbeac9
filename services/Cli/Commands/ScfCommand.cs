using System.CommandLine;
using System.CommandLine.Help;

namespace ScfAspire.Cli.Commands;

/// <summary>The root: <c>scf</c>.</summary>
internal static class ScfCommand
{
    public static RootCommand Create(GlobalOptions options, Func<ParseResult, Session> open)
    {
        var root = new RootCommand(
            """
            Write, deploy and run serverless functions on a ScfAspire platform.

            Start with:  scf init hello --runtime Nodejs20.19  &&  cd hello  &&  scf deploy  &&  scf invoke hello
            """)
        {
            options.Output, options.Endpoint, options.Profile,
            InitCommand.Create(open),
            DeployCommand.Create(options, open),
            DevCommand.Create(options, open),
            InvokeCommand.Create(options, open),
            LogsCommand.Create(options, open),
            ListCommand.Create(options, open),
            GetCommand.Create(options, open),
            DeleteCommand.Create(options, open),
            VersionCommand.Create(options, open),
            AliasCommand.Create(options, open),
            NamespaceCommand.Create(open),
            ConfigCommand.Create(options, open),
            CompletionCommand.Create(open),
        };
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new NotesHelpAction((HelpAction)help.Action!, ExitCode.Table);
        return root;
    }
}
