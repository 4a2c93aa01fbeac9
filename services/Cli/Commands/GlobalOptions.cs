using System.CommandLine;
using ScfAspire.Cli.Output;

namespace ScfAspire.Cli.Commands;

/// <summary>Options that many commands share.</summary>
public sealed class GlobalOptions
{
    /// <summary>Every command: how to print.</summary>
    public Option<string> Output { get; } = new("--output", "-o")
    {
        Description = "How to print results: table or json",
        Recursive = true,
        DefaultValueFactory = _ => "table",
        HelpName = "table|json",
    };

    /// <summary>Every command: which platform.</summary>
    public Option<string?> Endpoint { get; } = new("--endpoint") { Description = "gRPC endpoint of the platform, e.g. http://127.0.0.1:8081", Recursive = true, HelpName = "url" };

    /// <summary>Every command: which profile of ~/.scf/config.</summary>
    public Option<string?> Profile { get; } = new("--profile") { Description = "Profile of ~/.scf/config to use", Recursive = true, HelpName = "name" };

    /// <summary>Commands about functions.</summary>
    public Option<string?> Namespace { get; } = new("--namespace", "-n") { Description = "Namespace of the function", HelpName = "name" };

    public GlobalOptions() => Output.AcceptOnlyFromAmong("table", "json");

    public OutputFormat FormatOf(ParseResult parse) =>
        parse.GetResult(Output)?.Tokens is [{ Value: "json" }] ? OutputFormat.Json : OutputFormat.Table;

    /// <summary>The argument that names a function.</summary>
    public static Argument<string> FunctionArgument() => new("function") { Description = "Function: name, or namespace/name" };
}
